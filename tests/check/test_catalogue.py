"""What the catalogue says about each rule: how bad, where it belongs, whether it runs by itself."""

from __future__ import annotations

import pytest

from swagsmith.check.registry import rules

#: id, severity or "off", packs; a severity after a pack is that of the rule there.
CATALOGUE = """
file-json-strict error core
file-bom warning core
file-duplicate-key error core
file-yaml-implicit-type warning core
file-size error connector
file-encoding error core
doc-version error core
doc-structure error core
doc-openapi3-field error core
ext-prefix error core
ref-resolves error core
ref-pattern error core
ref-no-siblings error core
ref-loop error core
ref-required-cycle error core
ref-unused warning core
ref-remote warning core
ref-path-item warning connector
info-description warning style connector=error
info-contact warning style certification=error
info-license off style
info-version warning style
host-format error core
host-present warning style connector=error
host-production warning certification
basepath-format error core
basepath-trailing-slash warning core
schemes-present warning core connector=error
schemes-secure warning security
mime-valid error core
tags-declared warning style
tags-unique error core
tag-description info style
op-tags off style
path-slash error core
path-no-query error core
path-trailing-slash warning style
path-template-syntax error core
path-params-declared error core
path-params-used error core
path-params-required error core
path-duplicate error core
path-ambiguous warning core
path-case warning core
path-naming off style
path-verb off style
op-id-present warning core connector=error
op-id-unique error core
op-id-safe warning core
op-id-case info style connector=info
op-id-length warning connector
op-summary warning style connector=error
op-description warning style
op-responses error core
op-success warning core
op-error info style
op-security-defined error core
op-scopes error core
op-security-missing warning security
sec-unused warning security
op-deprecated info style
op-id-collision-model off style
param-unique error core
param-one-body error core
param-body-or-form error core
param-form-consumes error core
param-file error core
param-type error core
param-items error core
param-collection-format error core
param-collection-format-scalar warning core
param-collection-format-implicit info style
param-allow-empty error core
param-required-default warning core
param-header-reserved warning core
param-description info style connector=warning
param-get-body warning core
param-ascii error connector
param-shared-missing off style
param-order off style
resp-code error core
resp-description error core
resp-no-content warning core
resp-success-schema info style connector=warning
resp-file warning core
resp-header-type error core
resp-example-mime warning core
resp-example-valid error core
schema-type error core
schema-missing-type info style connector=warning
schema-required-defined warning core
schema-required-list error core
schema-readonly-required warning core
schema-enum-type error core
schema-enum-unique error core
schema-default-valid error core
schema-example-valid error core
schema-limits-order error core
schema-limits-type warning core
schema-exclusive error core
schema-pattern error core
schema-format-known info style connector=info
schema-discriminator error core
schema-allof warning core
schema-allof-single off style
schema-additional-properties warning core
schema-x-nullable info core
schema-null-value error core
schema-integer-format off style
schema-property-description info style
schema-naming off style
schema-inline off style
schema-xml info core
schema-array-limits off security
sec-scheme error core
sec-url-https warning security
sec-key-in-query info security
sec-credential-parameter warning security
sec-secret-in-text error security
text-unsafe-markdown warning security
"""


@pytest.mark.parametrize("row", CATALOGUE.split("\n")[1:-1], ids=lambda row: row.split()[0])
def test_a_rule_is_what_the_catalogue_says(row: str) -> None:
    rule_id, severity, pack, *more = row.split()
    rule = rules()[rule_id]
    special = [f"{name}={found}" for name, found in rule.severities]
    assert [rule.packs[0], *special] == [pack, *more]
    assert ("off" if not rule.default else rule.severity) == severity
