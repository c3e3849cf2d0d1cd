-- CreateEnum
CREATE TYPE "review_kind" AS ENUM ('grants', 'ownership');

-- CreateEnum
CREATE TYPE "campaign_state" AS ENUM ('draft', 'running', 'remediation', 'confirming', 'closed', 'cancelled');

-- CreateEnum
CREATE TYPE "review_item_state" AS ENUM ('pending', 'decided', 'remediated', 'confirmed', 'exempt', 'error');

-- CreateEnum
CREATE TYPE "remediation" AS ENUM ('none', 'open', 'manual', 'success', 'error');

-- CreateTable
CREATE TABLE "review_template" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "review_kind" NOT NULL,
    "content" JSONB NOT NULL,
    "schedule" JSONB,
    "triggers" TEXT[],
    "triggers_from" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_campaign" (
    "id" TEXT NOT NULL,
    "template_id" TEXT,
    "name" TEXT NOT NULL,
    "kind" "review_kind" NOT NULL,
    "state" "campaign_state" NOT NULL,
    "content" JSONB NOT NULL,
    "occasion" TEXT NOT NULL,
    "occasion_key" TEXT,
    "occasion_text" TEXT,
    "stage" INTEGER NOT NULL DEFAULT 0,
    "iteration" INTEGER NOT NULL DEFAULT 1,
    "stage_started_at" TIMESTAMPTZ(3),
    "stage_ends_at" TIMESTAMPTZ(3),
    "as_of" TIMESTAMPTZ(3),
    "item_count" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "launched_by" TEXT,
    "launched_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "confirming_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "close_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_launch" (
    "campaign_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "review_launch_pkey" PRIMARY KEY ("campaign_id")
);

-- CreateTable
CREATE TABLE "review_item" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "grant_id" TEXT,
    "server_id" TEXT,
    "agent_id" TEXT,
    "server" TEXT,
    "agent" TEXT,
    "target" TEXT NOT NULL,
    "access" "access",
    "risk" "severity" NOT NULL,
    "flags" TEXT[],
    "recommendation" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "frozen" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "synthetic" BOOLEAN NOT NULL DEFAULT false,
    "state" "review_item_state" NOT NULL DEFAULT 'pending',
    "stage" INTEGER NOT NULL DEFAULT 1,
    "iteration" INTEGER NOT NULL DEFAULT 1,
    "conflict" BOOLEAN NOT NULL DEFAULT false,
    "outcome" TEXT,
    "outcome_detail" JSONB,
    "outcome_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "remediation" "remediation" NOT NULL DEFAULT 'none',
    "remediation_note" TEXT,
    "remediation_tries" INTEGER NOT NULL DEFAULT 0,
    "question" JSONB,
    "suspended_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "remediated_at" TIMESTAMPTZ(3),
    "confirmation" TEXT,
    "confirmation_detail" JSONB,
    "watch_until" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "signed_by" TEXT,
    "signed_at" TIMESTAMPTZ(3),
    "sign_reason" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_task" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "iteration" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "why" TEXT,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "end_reason" TEXT,

    CONSTRAINT "review_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_answer" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "iteration" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "answer" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "targets" JSONB,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seconds" DOUBLE PRECISION,
    "opened" BOOLEAN NOT NULL DEFAULT false,
    "bulk_id" TEXT,
    "overrode" BOOLEAN NOT NULL DEFAULT false,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_stage_outcome" (
    "item_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "iteration" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_stage_outcome_pkey" PRIMARY KEY ("item_id","stage","iteration")
);

-- CreateTable
CREATE TABLE "review_sign_off" (
    "campaign_id" TEXT NOT NULL,
    "stage" INTEGER NOT NULL,
    "iteration" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "answers" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "review_sign_off_pkey" PRIMARY KEY ("campaign_id","stage","iteration","person_id","at")
);

-- CreateTable
CREATE TABLE "ownership_attestation" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ownership_attestation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "review_template_name_key" ON "review_template"("name");

-- CreateIndex
CREATE INDEX "review_template_next_at_idx" ON "review_template"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "review_campaign_occasion_key_key" ON "review_campaign"("occasion_key");

-- CreateIndex
CREATE INDEX "review_campaign_state_stage_ends_at_idx" ON "review_campaign"("state", "stage_ends_at");

-- CreateIndex
CREATE INDEX "review_campaign_template_id_idx" ON "review_campaign"("template_id");

-- CreateIndex
CREATE INDEX "review_item_campaign_id_state_idx" ON "review_item"("campaign_id", "state");

-- CreateIndex
CREATE INDEX "review_item_campaign_id_remediation_idx" ON "review_item"("campaign_id", "remediation");

-- CreateIndex
CREATE INDEX "review_item_grant_id_idx" ON "review_item"("grant_id");

-- CreateIndex
CREATE INDEX "review_item_server_id_idx" ON "review_item"("server_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_item_campaign_id_position_key" ON "review_item"("campaign_id", "position");

-- CreateIndex
CREATE INDEX "review_task_item_id_stage_idx" ON "review_task"("item_id", "stage");

-- CreateIndex
CREATE INDEX "review_task_person_id_campaign_id_stage_idx" ON "review_task"("person_id", "campaign_id", "stage");

-- CreateIndex
CREATE INDEX "review_task_campaign_id_stage_idx" ON "review_task"("campaign_id", "stage");

-- CreateIndex
CREATE INDEX "review_answer_item_id_stage_idx" ON "review_answer"("item_id", "stage");

-- CreateIndex
CREATE INDEX "review_answer_campaign_id_person_id_idx" ON "review_answer"("campaign_id", "person_id");

-- CreateIndex
CREATE INDEX "review_answer_campaign_id_at_idx" ON "review_answer"("campaign_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "ownership_attestation_item_id_key" ON "ownership_attestation"("item_id");

-- CreateIndex
CREATE INDEX "ownership_attestation_subject_subject_id_at_idx" ON "ownership_attestation"("subject", "subject_id", "at");

-- AddForeignKey
ALTER TABLE "review_campaign" ADD CONSTRAINT "review_campaign_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "review_template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "review_campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_task" ADD CONSTRAINT "review_task_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_answer" ADD CONSTRAINT "review_answer_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_answer" ADD CONSTRAINT "review_answer_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "review_task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_stage_outcome" ADD CONSTRAINT "review_stage_outcome_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no column type says. The tables of moves are those of lib/reviews/machine.ts.
CREATE FUNCTION review_campaign_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state::text || '>' || NEW.state::text = ANY (ARRAY[
    'draft>running', 'draft>cancelled', 'running>remediation', 'running>cancelled', 'remediation>confirming', 'confirming>remediation', 'confirming>closed'])) THEN
    RAISE EXCEPTION 'a campaign does not go from % to %', OLD.state, NEW.state;
  END IF;
  IF OLD.state <> 'draft' AND (NEW.content <> OLD.content OR NEW.kind <> OLD.kind OR NEW.as_of IS DISTINCT FROM OLD.as_of OR NEW.item_count <> OLD.item_count) THEN
    RAISE EXCEPTION 'what was launched does not change';
  END IF;
  IF OLD.state IN ('closed', 'cancelled') THEN
    RAISE EXCEPTION 'a campaign that is % does not change', OLD.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_campaign_life BEFORE UPDATE ON review_campaign FOR EACH ROW EXECUTE FUNCTION review_campaign_refuse_move();
ALTER TABLE review_campaign ADD CONSTRAINT review_campaign_launched CHECK (state IN ('draft', 'cancelled') OR (launched_at IS NOT NULL AND as_of IS NOT NULL AND stage >= 1));
ALTER TABLE review_campaign ADD CONSTRAINT review_campaign_running CHECK (state <> 'running' OR stage_ends_at IS NOT NULL);
ALTER TABLE review_campaign ADD CONSTRAINT review_campaign_closed CHECK ((state IN ('closed', 'cancelled')) = (closed_at IS NOT NULL));
ALTER TABLE review_campaign ADD CONSTRAINT review_campaign_occasion CHECK (occasion IN ('manual', 'schedule', 'event') AND (occasion = 'manual' OR occasion_key IS NOT NULL));

CREATE FUNCTION review_item_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (OLD.state::text || '>' || NEW.state::text = ANY (ARRAY[
    'pending>decided', 'pending>exempt', 'decided>remediated', 'decided>error', 'decided>exempt', 'error>decided', 'error>remediated', 'error>exempt', 'remediated>confirmed', 'remediated>exempt'])) THEN
    RAISE EXCEPTION 'an item does not go from % to %', OLD.state, NEW.state;
  END IF;
  IF NEW.frozen <> OLD.frozen OR NEW.digest <> OLD.digest OR NEW.position <> OLD.position OR NEW.grant_id IS DISTINCT FROM OLD.grant_id OR NEW.campaign_id <> OLD.campaign_id OR NEW.synthetic <> OLD.synthetic THEN
    RAISE EXCEPTION 'what was frozen does not change';
  END IF;
  IF OLD.outcome IS NOT NULL AND (NEW.outcome IS DISTINCT FROM OLD.outcome OR NEW.outcome_by IS DISTINCT FROM OLD.outcome_by OR NEW.outcome_detail IS DISTINCT FROM OLD.outcome_detail) THEN
    RAISE EXCEPTION 'an outcome does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_item_life BEFORE UPDATE ON review_item FOR EACH ROW EXECUTE FUNCTION review_item_refuse_move();
ALTER TABLE review_item ADD CONSTRAINT review_item_decided CHECK (state IN ('pending', 'exempt') OR (outcome IN ('keep', 'shorten', 'narrow', 'revoke') AND outcome_by IN ('answers', 'no_response', 'nobody') AND decided_at IS NOT NULL));
ALTER TABLE review_item ADD CONSTRAINT review_item_confirmed CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL));
ALTER TABLE review_item ADD CONSTRAINT review_item_signed CHECK ((signed_by IS NULL) = (signed_at IS NULL) AND (signed_by IS NULL OR sign_reason IS NOT NULL));
ALTER TABLE review_item ADD CONSTRAINT review_item_subject CHECK (subject IN ('grant', 'server', 'agent') AND (subject <> 'grant' OR synthetic OR grant_id IS NOT NULL));
-- A grant is in a campaign once.
CREATE UNIQUE INDEX review_item_grant_once ON review_item (campaign_id, grant_id) WHERE grant_id IS NOT NULL AND NOT synthetic;
CREATE INDEX review_item_watching ON review_item (watch_until) WHERE state = 'remediated';

-- One open task a person, one standing answer a task, and nobody's word twice in a stage of an item.
CREATE UNIQUE INDEX review_task_one_open ON review_task (item_id, stage, iteration, person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX review_answer_one_standing ON review_answer (task_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX review_answer_one_word ON review_answer (item_id, stage, iteration, person_id) WHERE superseded_at IS NULL;
ALTER TABLE review_answer ADD CONSTRAINT review_answer_words CHECK (answer IN ('keep', 'shorten', 'narrow', 'revoke', 'abstain') AND (answer <> 'shorten' OR until IS NOT NULL) AND (answer <> 'narrow' OR targets IS NOT NULL) AND (on_behalf_of IS NULL OR on_behalf_of <> person_id));

CREATE FUNCTION review_answer_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NOT NULL OR (to_jsonb(NEW) - 'superseded_at') <> (to_jsonb(OLD) - 'superseded_at') THEN
    RAISE EXCEPTION 'what was answered is not rewritten';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER review_answer_final BEFORE UPDATE ON review_answer FOR EACH ROW EXECUTE FUNCTION review_answer_refuse_rewrite();
CREATE FUNCTION review_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a review came to is not rewritten';
END $$;
CREATE TRIGGER review_stage_outcome_final BEFORE UPDATE ON review_stage_outcome FOR EACH ROW EXECUTE FUNCTION review_refuse_rewrite();
CREATE TRIGGER ownership_attestation_final BEFORE UPDATE OR DELETE ON ownership_attestation FOR EACH ROW EXECUTE FUNCTION review_refuse_rewrite();
