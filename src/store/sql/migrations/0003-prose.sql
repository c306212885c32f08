-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Instructions in prose are kept as data, and what they make of the stored text with the answer that ties them to it.

ALTER TABLE proposal ADD COLUMN instructions TEXT; -- as tvx_instructions_write writes them; NULL: none
ALTER TABLE resolution ADD COLUMN before TEXT;     -- of a proposal in prose that could be applied
ALTER TABLE resolution ADD COLUMN after TEXT;
