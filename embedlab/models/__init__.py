"""Files of models: found in installed packages, downloaded, checked, converted and written.

Nothing here knows a lesson. Files of strangers are untrusted: their headers and configs are checked before
anything is allocated, no pickle is opened, and no code comes with them.
"""
