-- What was frozen, answered and came of it is not removed either, one row at a time: evidence is recounted from it. (Removing the demo empties whole tables.)
CREATE FUNCTION review_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what belongs to a review is not removed';
END $$;
CREATE TRIGGER review_item_stays BEFORE DELETE ON review_item FOR EACH ROW EXECUTE FUNCTION review_refuse_removal();
CREATE TRIGGER review_answer_stays BEFORE DELETE ON review_answer FOR EACH ROW EXECUTE FUNCTION review_refuse_removal();
CREATE TRIGGER review_stage_outcome_stays BEFORE DELETE ON review_stage_outcome FOR EACH ROW EXECUTE FUNCTION review_refuse_removal();
CREATE TRIGGER review_campaign_stays BEFORE DELETE ON review_campaign FOR EACH ROW EXECUTE FUNCTION review_refuse_removal();
