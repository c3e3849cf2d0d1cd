-- What is frozen is most of an item and is read one item at a time; lists, counts and closing look at all of them and at nothing of it.
-- So it lies beside the row, which is then a tenth as long; an answer or an outcome does not write it anew.
ALTER TABLE review_item SET (toast_tuple_target = 256);
