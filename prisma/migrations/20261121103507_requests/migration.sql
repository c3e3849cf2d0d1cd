-- CreateEnum
CREATE TYPE "request_kind" AS ENUM ('grant', 'renewal', 'confirmation', 'break_glass');

-- CreateEnum
CREATE TYPE "request_state" AS ENUM ('draft', 'pending', 'approved', 'denied', 'withdrawn', 'lapsed');

-- AlterEnum
ALTER TYPE "grant_origin" ADD VALUE 'break_glass';

-- AlterTable
ALTER TABLE "grant" ADD COLUMN     "narrows_id" TEXT,
ADD COLUMN     "request_id" TEXT;

-- CreateTable
CREATE TABLE "notification" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient_id" TEXT,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_try_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "told" (
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "told_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "delegation" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "delegate_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_request" (
    "id" TEXT NOT NULL,
    "kind" "request_kind" NOT NULL,
    "state" "request_state" NOT NULL,
    "requester_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "behind" TEXT[],
    "server_id" TEXT,
    "agent_id" TEXT,
    "person_id" TEXT,
    "sponsor_id" TEXT,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "round" INTEGER NOT NULL DEFAULT 1,
    "policy_number" INTEGER,
    "grant_id" TEXT,
    "origin" JSONB,
    "submitted_at" TIMESTAMPTZ(3),
    "lapses_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "close_reason" TEXT,
    "nudged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "request_revision" (
    "request_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_revision_pkey" PRIMARY KEY ("request_id","number")
);

-- CreateTable
CREATE TABLE "request_decision" (
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "narrowed_to" INTEGER,
    "step" TEXT NOT NULL,
    "standing" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "on_behalf_of" TEXT,
    "actor_id" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_policy" (
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "approval_policy_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "grant_document" (
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "servers" TEXT[],
    "plan_hash" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "applied_by" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_document_pkey" PRIMARY KEY ("number")
);

-- CreateIndex
CREATE UNIQUE INDEX "notification_key_key" ON "notification"("key");

-- CreateIndex
CREATE INDEX "notification_next_try_at_idx" ON "notification"("next_try_at");

-- CreateIndex
CREATE INDEX "delegation_person_id_idx" ON "delegation"("person_id");

-- CreateIndex
CREATE INDEX "delegation_delegate_id_idx" ON "delegation"("delegate_id");

-- CreateIndex
CREATE INDEX "grant_request_state_server_id_idx" ON "grant_request"("state", "server_id");

-- CreateIndex
CREATE INDEX "grant_request_requester_id_state_idx" ON "grant_request"("requester_id", "state");

-- CreateIndex
CREATE INDEX "grant_request_agent_id_idx" ON "grant_request"("agent_id");

-- CreateIndex
CREATE INDEX "grant_request_grant_id_idx" ON "grant_request"("grant_id");

-- CreateIndex
CREATE UNIQUE INDEX "request_decision_request_id_round_person_id_key" ON "request_decision"("request_id", "round", "person_id");

-- CreateIndex
CREATE INDEX "grant_request_id_idx" ON "grant"("request_id");

-- CreateIndex
CREATE INDEX "grant_narrows_id_idx" ON "grant"("narrows_id");

-- CreateIndex
CREATE INDEX "grant_valid_until_idx" ON "grant"("valid_until");

-- AddForeignKey
ALTER TABLE "request_revision" ADD CONSTRAINT "request_revision_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "grant_request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "request_decision" ADD CONSTRAINT "request_decision_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "grant_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no column type says. A request that has ended stays as it ended; a draft is only ever submitted; what was answered and what was asked stays.
CREATE FUNCTION grant_request_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('approved', 'denied', 'withdrawn', 'lapsed') AND (NEW.state <> OLD.state OR NEW.content <> OLD.content OR NEW.grant_id IS DISTINCT FROM OLD.grant_id) THEN
    RAISE EXCEPTION 'a request that is % does not change', OLD.state;
  END IF;
  IF OLD.state = 'draft' AND NEW.state NOT IN ('draft', 'pending') OR OLD.state = 'pending' AND NEW.state = 'draft' THEN
    RAISE EXCEPTION 'a request does not go from % to %', OLD.state, NEW.state;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_request_life BEFORE UPDATE ON grant_request FOR EACH ROW EXECUTE FUNCTION grant_request_refuse_move();
ALTER TABLE grant_request ADD CONSTRAINT grant_request_submitted CHECK (state = 'draft' OR (submitted_at IS NOT NULL AND lapses_at IS NOT NULL AND policy_number IS NOT NULL AND server_id IS NOT NULL));
ALTER TABLE grant_request ADD CONSTRAINT grant_request_closed CHECK ((state IN ('approved', 'denied', 'withdrawn', 'lapsed')) = (closed_at IS NOT NULL));
-- One open renewal or confirmation of a grant at a time.
CREATE UNIQUE INDEX grant_request_one_open_for_grant ON grant_request (grant_id) WHERE state = 'pending' AND kind IN ('renewal', 'confirmation');
CREATE INDEX grant_request_lapses ON grant_request (lapses_at) WHERE state = 'pending';

CREATE FUNCTION request_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was asked and answered is not rewritten';
END $$;
CREATE TRIGGER request_decision_final BEFORE UPDATE ON request_decision FOR EACH ROW EXECUTE FUNCTION request_refuse_rewrite();
CREATE TRIGGER request_revision_final BEFORE UPDATE ON request_revision FOR EACH ROW EXECUTE FUNCTION request_refuse_rewrite();
CREATE TRIGGER approval_policy_final BEFORE UPDATE OR DELETE ON approval_policy FOR EACH ROW EXECUTE FUNCTION request_refuse_rewrite();
ALTER TABLE request_decision ADD CONSTRAINT request_decision_words CHECK (step IN ('owner', 'security') AND answer IN ('approve', 'deny') AND (answer = 'approve' OR reason IS NOT NULL));
ALTER TABLE delegation ADD CONSTRAINT delegation_interval CHECK (valid_from < valid_to AND person_id <> delegate_id);
ALTER TABLE notification ADD CONSTRAINT notification_channel CHECK (channel IN ('email', 'webhook') AND (channel = 'webhook' OR recipient_id IS NOT NULL));
