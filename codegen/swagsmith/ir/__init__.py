"""The API as understood: resolved, named, typed, ordered. Imports nothing of ours."""
