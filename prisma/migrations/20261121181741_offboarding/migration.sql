-- CreateEnum
CREATE TYPE "offboarding_stage" AS ENUM ('open', 'frozen', 'revoked', 'rotated', 'watch', 'closed', 'cancelled');

-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "external_id" TEXT;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "scim" JSONB;

-- AlterTable
ALTER TABLE "server" ADD COLUMN     "revoked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "team" ADD COLUMN     "external_id" TEXT;

-- CreateTable
CREATE TABLE "identity_freeze" (
    "id" TEXT NOT NULL,
    "holder_kind" "holder_kind" NOT NULL,
    "holder_id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,

    CONSTRAINT "identity_freeze_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_rotation" (
    "id" TEXT NOT NULL,
    "secret_id" TEXT NOT NULL,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL,
    "reference" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_rotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership_transfer" (
    "id" TEXT NOT NULL,
    "holder_kind" "holder_kind" NOT NULL,
    "holder_id" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "from_id" TEXT,
    "to_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "from_agreed_at" TIMESTAMPTZ(3),
    "from_agreed_by" TEXT,
    "to_agreed_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "close_reason" TEXT,
    "lapses_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ownership_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lifecycle_policy" (
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "lifecycle_policy_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "lifecycle_duty" (
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "holder_kind" "holder_kind" NOT NULL,
    "holder_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "owner_id" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "met_at" TIMESTAMPTZ(3),
    "acted_at" TIMESTAMPTZ(3),
    "acted_as" TEXT,

    CONSTRAINT "lifecycle_duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding_case" (
    "id" TEXT NOT NULL,
    "subject_kind" "holder_kind" NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "stage" "offboarding_stage" NOT NULL,
    "intent" TEXT NOT NULL DEFAULT 'retire',
    "replaced_by_id" TEXT,
    "reason" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "occasion_text" TEXT,
    "bulk_id" TEXT,
    "emergency" BOOLEAN NOT NULL DEFAULT false,
    "explanation" TEXT,
    "explained_by" TEXT,
    "explained_at" TIMESTAMPTZ(3),
    "owner_id" TEXT,
    "successor_id" TEXT,
    "planned_freeze_at" TIMESTAMPTZ(3),
    "planned_revoke_at" TIMESTAMPTZ(3),
    "watch_days" INTEGER NOT NULL DEFAULT 7,
    "before" JSONB,
    "blast" JSONB,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_by" TEXT,
    "frozen_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "rotated_by" TEXT,
    "rotated_at" TIMESTAMPTZ(3),
    "watch_from" TIMESTAMPTZ(3),
    "verdict" TEXT,
    "verdict_detail" JSONB,
    "looked_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_as" TEXT,
    "close_reason" TEXT,
    "reopened" INTEGER NOT NULL DEFAULT 0,
    "reopened_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offboarding_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding_line" (
    "id" TEXT NOT NULL,
    "case_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "object_id" TEXT,
    "title" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "owner_id" TEXT,
    "to_id" TEXT,
    "proof_by" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "acted_at" TIMESTAMPTZ(3),
    "acted_by" TEXT,
    "reference" TEXT,
    "note" TEXT,
    "proof" TEXT,
    "proven_at" TIMESTAMPTZ(3),
    "looked_at" TIMESTAMPTZ(3),
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "offboarding_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offboarding_calls" (
    "case_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "executed" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,

    CONSTRAINT "offboarding_calls_pkey" PRIMARY KEY ("case_id","at")
);

-- CreateTable
CREATE TABLE "security_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "event" JSONB NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "object_name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_try_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "security_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "received_signal" (
    "issuer" TEXT NOT NULL,
    "jti" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "person_id" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "received_signal_pkey" PRIMARY KEY ("issuer","jti")
);

-- CreateIndex
CREATE INDEX "identity_freeze_holder_kind_holder_id_idx" ON "identity_freeze"("holder_kind", "holder_id");

-- CreateIndex
CREATE UNIQUE INDEX "secret_rotation_secret_id_reference_key" ON "secret_rotation"("secret_id", "reference");

-- CreateIndex
CREATE INDEX "ownership_transfer_holder_kind_holder_id_idx" ON "ownership_transfer"("holder_kind", "holder_id");

-- CreateIndex
CREATE INDEX "ownership_transfer_to_id_state_idx" ON "ownership_transfer"("to_id", "state");

-- CreateIndex
CREATE INDEX "ownership_transfer_from_id_state_idx" ON "ownership_transfer"("from_id", "state");

-- CreateIndex
CREATE INDEX "lifecycle_duty_holder_kind_holder_id_idx" ON "lifecycle_duty"("holder_kind", "holder_id");

-- CreateIndex
CREATE INDEX "lifecycle_duty_met_at_due_at_idx" ON "lifecycle_duty"("met_at", "due_at");

-- CreateIndex
CREATE INDEX "offboarding_case_subject_kind_subject_id_idx" ON "offboarding_case"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "offboarding_case_stage_opened_at_idx" ON "offboarding_case"("stage", "opened_at");

-- CreateIndex
CREATE INDEX "offboarding_case_bulk_id_idx" ON "offboarding_case"("bulk_id");

-- CreateIndex
CREATE INDEX "offboarding_line_kind_object_id_idx" ON "offboarding_line"("kind", "object_id");

-- CreateIndex
CREATE INDEX "offboarding_line_owner_id_state_idx" ON "offboarding_line"("owner_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "offboarding_line_case_id_key_key" ON "offboarding_line"("case_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "security_event_key_key" ON "security_event"("key");

-- CreateIndex
CREATE INDEX "security_event_next_try_at_idx" ON "security_event"("next_try_at");

-- CreateIndex
CREATE INDEX "security_event_created_at_idx" ON "security_event"("created_at");

-- CreateIndex
CREATE INDEX "security_event_object_kind_object_id_idx" ON "security_event"("object_kind", "object_id");

-- CreateIndex
CREATE INDEX "received_signal_received_at_idx" ON "received_signal"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_external_id_key" ON "agent"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_external_id_key" ON "person"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_external_id_key" ON "team"("external_id");

-- AddForeignKey
ALTER TABLE "secret_rotation" ADD CONSTRAINT "secret_rotation_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "server_secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_line" ADD CONSTRAINT "offboarding_line_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "offboarding_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offboarding_calls" ADD CONSTRAINT "offboarding_calls_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "offboarding_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no column type says. The table of moves is that of lib/offboarding/machine.ts.
CREATE UNIQUE INDEX offboarding_case_one_under_way ON offboarding_case (subject_kind, subject_id) WHERE stage NOT IN ('closed', 'cancelled');
ALTER TABLE offboarding_case ADD CONSTRAINT offboarding_case_words CHECK (
  intent IN ('retire', 'replace', 'repurpose') AND occasion IN ('manual', 'left', 'transition', 'policy', 'bulk')
  AND (verdict IS NULL OR verdict IN ('silent', 'watching', 'still_calling', 'not_evaluable')) AND (closed_as IS NULL OR closed_as IN ('silent', 'exception')) AND watch_days BETWEEN 1 AND 365);
ALTER TABLE offboarding_case ADD CONSTRAINT offboarding_case_stages CHECK (
  (stage IN ('open', 'cancelled') OR (frozen_at IS NOT NULL AND before IS NOT NULL))
  AND (stage IN ('open', 'frozen', 'cancelled') OR revoked_at IS NOT NULL)
  AND (stage IN ('open', 'frozen', 'revoked', 'cancelled') OR rotated_at IS NOT NULL)
  AND (stage NOT IN ('watch', 'closed') OR watch_from IS NOT NULL)
  AND ((stage = 'closed') = (closed_at IS NOT NULL)) AND ((stage = 'closed') = (closed_as IS NOT NULL)) AND ((stage = 'cancelled') = (cancelled_at IS NOT NULL))
  AND (closed_as IS DISTINCT FROM 'exception' OR (closed_by IS NOT NULL AND close_reason IS NOT NULL)));
CREATE FUNCTION offboarding_case_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.stage <> NEW.stage AND NOT (OLD.stage::text || '>' || NEW.stage::text = ANY (ARRAY[
    'open>frozen', 'open>cancelled', 'frozen>revoked', 'frozen>cancelled', 'revoked>rotated', 'rotated>watch', 'watch>closed', 'closed>watch'])) THEN
    RAISE EXCEPTION 'an offboarding does not go from % to %', OLD.stage, NEW.stage;
  END IF;
  IF OLD.stage = 'cancelled' THEN
    RAISE EXCEPTION 'an offboarding that is cancelled does not change';
  END IF;
  IF NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR NEW.opened_at <> OLD.opened_at OR NEW.opened_by <> OLD.opened_by
    OR (OLD.before IS NOT NULL AND NEW.before IS DISTINCT FROM OLD.before) OR (OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS DISTINCT FROM OLD.frozen_at) OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    RAISE EXCEPTION 'what an offboarding began with does not change';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offboarding_case_life BEFORE UPDATE ON offboarding_case FOR EACH ROW EXECUTE FUNCTION offboarding_case_refuse_move();
CREATE FUNCTION offboarding_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what belongs to an offboarding is not removed';
END $$;
CREATE TRIGGER offboarding_case_stays BEFORE DELETE ON offboarding_case FOR EACH ROW EXECUTE FUNCTION offboarding_refuse_removal();
CREATE TRIGGER offboarding_line_stays BEFORE DELETE ON offboarding_line FOR EACH ROW EXECUTE FUNCTION offboarding_refuse_removal();
ALTER TABLE offboarding_line ADD CONSTRAINT offboarding_line_words CHECK (
  state IN ('open', 'done', 'attested', 'proven', 'exempt') AND action IN ('revoke', 'withdraw', 'hand_over', 'rotate', 'remove', 'reassign', 'edit', 'end', 'watch')
  AND (state <> 'proven' OR (proof IS NOT NULL AND proven_at IS NOT NULL)) AND (state <> 'attested' OR (acted_by IS NOT NULL AND reference IS NOT NULL)) AND (state <> 'exempt' OR (acted_by IS NOT NULL AND note IS NOT NULL)));

-- Frozen is frozen once at a time, by one case.
CREATE UNIQUE INDEX identity_freeze_in_force ON identity_freeze (holder_kind, holder_id) WHERE lifted_at IS NULL;
ALTER TABLE identity_freeze ADD CONSTRAINT identity_freeze_interval CHECK (lifted_at IS NULL OR lifted_at >= at);

-- A server whose offboarding has revoked everything only retires, and no grant reaches it again.
CREATE FUNCTION server_refuse_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS DISTINCT FROM OLD.revoked_at OR NEW.lifecycle NOT IN ('offboarding', 'retired')) THEN
    RAISE EXCEPTION 'a server whose offboarding has revoked its grants only retires';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER server_no_return BEFORE UPDATE ON server FOR EACH ROW EXECUTE FUNCTION server_refuse_return();
CREATE FUNCTION grant_refuse_revoked_server() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ended timestamptz;
BEGIN
  SELECT revoked_at INTO ended FROM server WHERE id = NEW.server_id;
  IF ended IS NOT NULL AND (NEW.revoked_at IS NULL OR NEW.revoked_at > ended) AND (NEW.valid_until IS NULL OR NEW.valid_until > ended) THEN
    RAISE EXCEPTION 'no grant reaches a server after its offboarding has revoked them';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grant_on_living_server BEFORE INSERT ON "grant" FOR EACH ROW EXECUTE FUNCTION grant_refuse_revoked_server();

ALTER TABLE secret_rotation ADD CONSTRAINT secret_rotation_words CHECK (via IN ('person', 'api', 'webhook') AND rotated_at <= recorded_at + interval '10 minutes');
ALTER TABLE ownership_transfer ADD CONSTRAINT ownership_transfer_words CHECK (
  part IN ('owner', 'backup', 'sponsor') AND state IN ('waiting', 'done', 'declined', 'withdrawn', 'lapsed') AND (state = 'waiting') = (closed_at IS NULL)
  AND (state <> 'done' OR (to_agreed_at IS NOT NULL AND (from_agreed_at IS NOT NULL OR from_id IS NULL))));
CREATE UNIQUE INDEX ownership_transfer_one_waiting ON ownership_transfer (holder_kind, holder_id, part) WHERE state = 'waiting';
ALTER TABLE lifecycle_duty ADD CONSTRAINT lifecycle_duty_words CHECK (action IN ('notify', 'quarantine', 'offboard') AND due_at >= since);
CREATE UNIQUE INDEX lifecycle_duty_once ON lifecycle_duty (rule, holder_kind, holder_id) WHERE met_at IS NULL;
CREATE INDEX offboarding_line_waiting ON offboarding_line (owner_id) WHERE state = 'open';
CREATE INDEX offboarding_case_watching ON offboarding_case (watch_from) WHERE stage = 'watch';
