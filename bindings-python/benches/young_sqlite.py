"""The SQLite of many Pythons is too old to write the library's index of words; then a newer one of the same driver takes its place."""

import sqlite3
import sys

if sqlite3.sqlite_version_info < (3, 43):
    import pysqlite3
    from pysqlite3 import dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2
