-- Supervision orders.
SELECT 1;
