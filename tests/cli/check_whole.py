"""Is the workspace that is named whole?  Prints "ok 0 0": SQLite's own check, dangling keys, documents with parts missing."""
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
print(db.execute("PRAGMA integrity_check").fetchone()[0], len(db.execute("PRAGMA foreign_key_check").fetchall()),
      db.execute("SELECT count(*) FROM document AS d WHERE d.proposals <> (SELECT count(*) FROM proposal WHERE document = d.id) "
                 "OR NOT EXISTS (SELECT 1 FROM body WHERE document = d.id)").fetchone()[0])
