-- Occasions of the rhythm of the year.
SELECT 1;
