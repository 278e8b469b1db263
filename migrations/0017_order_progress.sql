-- Until when progress is to be told next, and since when an order is in its state: what waits longest is decided first.
ALTER TABLE supervision_order ADD COLUMN progress_due_on TEXT;
ALTER TABLE supervision_order ADD COLUMN state_since TEXT;
UPDATE supervision_order SET state_since = (SELECT MAX(s.on_day) FROM order_step s WHERE s.order_id = supervision_order.order_id
    AND s.state_to = supervision_order.state AND s.state_from <> s.state_to);
DROP INDEX supervision_order_board_ix;
CREATE INDEX supervision_order_board_ix ON supervision_order
    (main_id, state, late, returned, due_on, near_from, sign_due_on, progress_due_on, owner_id, given_on, order_id);
CREATE INDEX supervision_order_state_ix ON supervision_order (state, state_since, order_id);
DROP INDEX supervision_order_task_ix;
CREATE INDEX supervision_order_task_ix ON supervision_order (task_id, main_id);
CREATE INDEX supervision_order_title_ix ON supervision_order (main_id, title);
CREATE INDEX supervision_order_merged_ix ON supervision_order (merged_into) WHERE merged_into IS NOT NULL;
