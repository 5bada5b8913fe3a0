-- What a link is: 0 scored because a component holds both, 1 shares a blocking key, 2 shares a blocking key and connects the components of the two.
-- Stores before this step were all filled under the built-in model of their time, which linked from 17.00 bits on.
ALTER TABLE link RENAME COLUMN blocked TO kind;
UPDATE link SET kind = 2 WHERE kind = 1 AND weight >= 1700;
