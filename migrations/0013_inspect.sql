-- Inspections.
SELECT 1;
