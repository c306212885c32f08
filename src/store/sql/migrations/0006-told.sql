-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What was told about a document when it was added, and which travaux read it: with its bytes, all that `verify` needs
-- to make everything else again.  Documents of an older workspace have no row.

CREATE TABLE told (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    made_by TEXT NOT NULL,             -- version of the program
    settings TEXT,                     -- by options and travaux.toml, as a travaux.toml says it; NULL: not known
    ocr INTEGER NOT NULL               -- pages without text were to be recognised
) STRICT;
