def write_tests(report, folder):
    return 0
