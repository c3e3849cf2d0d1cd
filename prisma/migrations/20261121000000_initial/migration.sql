-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "vantage" AS ENUM ('gateway', 'server', 'agent', 'mixed');

-- CreateEnum
CREATE TYPE "redaction" AS ENUM ('drop', 'keys', 'masked', 'full');

-- CreateEnum
CREATE TYPE "dead_letter_status" AS ENUM ('open', 'retried', 'discarded');

-- CreateEnum
CREATE TYPE "access" AS ENUM ('read', 'write', 'admin');

-- CreateEnum
CREATE TYPE "identity_kind" AS ENUM ('spiffe', 'oidc');

-- CreateEnum
CREATE TYPE "severity" AS ENUM ('low', 'medium', 'high', 'critical');

-- CreateEnum
CREATE TYPE "finding_status" AS ENUM ('open', 'acknowledged', 'accepted', 'resolved');

-- CreateEnum
CREATE TYPE "target_kind" AS ENUM ('tool', 'context', 'downstream');

-- CreateEnum
CREATE TYPE "human_rule" AS ENUM ('person', 'team', 'any', 'none');

-- CreateEnum
CREATE TYPE "grant_mode" AS ENUM ('direct', 'task');

-- CreateEnum
CREATE TYPE "grant_origin" AS ENUM ('request', 'import');

-- CreateEnum
CREATE TYPE "holder_kind" AS ENUM ('server', 'agent', 'client', 'person');

-- CreateEnum
CREATE TYPE "name_origin" AS ENUM ('slug', 'identity', 'name', 'email', 'alias');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('admin', 'security_reviewer', 'incident_responder', 'owner', 'member', 'auditor');

-- CreateEnum
CREATE TYPE "environment" AS ENUM ('production', 'staging', 'development');

-- CreateEnum
CREATE TYPE "sensitivity" AS ENUM ('public', 'internal', 'confidential', 'restricted');

-- CreateEnum
CREATE TYPE "lifecycle" AS ENUM ('proposed', 'pilot', 'active', 'quarantined', 'offboarding', 'retired', 'rejected');

-- CreateEnum
CREATE TYPE "transport" AS ENUM ('stdio', 'streamable_http', 'sse');

-- CreateEnum
CREATE TYPE "server_mode" AS ENUM ('off', 'observe', 'enforce');

-- CreateEnum
CREATE TYPE "server_source" AS ENUM ('manual', 'registry', 'discovery', 'seen_in_logs');

-- CreateTable
CREATE TABLE "source" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "vantage" "vantage" NOT NULL,
    "heartbeat_seconds" INTEGER,
    "redaction" "redaction" NOT NULL DEFAULT 'masked',
    "covers" TEXT[],
    "attribution" JSONB NOT NULL DEFAULT '{}',
    "sampled" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_received_at" TIMESTAMPTZ(3),
    "last_event_at" TIMESTAMPTZ(3),
    "last_heartbeat_at" TIMESTAMPTZ(3),
    "delivered_through" TIMESTAMPTZ(3),
    "received" BIGINT NOT NULL DEFAULT 0,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "duplicates" BIGINT NOT NULL DEFAULT 0,
    "conflicts" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "dropped" BIGINT NOT NULL DEFAULT 0,
    "batch_seq" BIGINT NOT NULL DEFAULT 0,
    "batch_hash" BYTEA,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_alive" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_alive_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_drop" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "source_drop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activity_batch" (
    "source_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "batch" BIGINT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "received" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "duplicates" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "prev_hash" BYTEA,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "activity_batch_pkey" PRIMARY KEY ("source_id","seq")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "occurred_at" TIMESTAMPTZ(3),
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" "dead_letter_status" NOT NULL DEFAULT 'open',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "closed_at" TIMESTAMPTZ(3),
    "event_id" TEXT,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "method" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "roles" "role"[],
    "scopes" TEXT[],
    "hash" BYTEA NOT NULL,
    "bootstrap" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "person_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "token_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("token_id","key")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" "finding_status" NOT NULL,
    "severity" "severity" NOT NULL,
    "server_id" TEXT,
    "server" TEXT,
    "target" TEXT,
    "agent_id" TEXT,
    "agent" TEXT,
    "client" TEXT,
    "human" TEXT,
    "grant_id" TEXT,
    "source_name" TEXT,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,
    "executed" INTEGER NOT NULL,
    "blocked" INTEGER NOT NULL,
    "evaluable" BOOLEAN NOT NULL,
    "explanation" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "remedies" JSONB NOT NULL,
    "replacement" JSONB,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "assignee_id" TEXT,
    "accepted_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_history" (
    "id" TEXT NOT NULL,
    "finding_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from" "finding_status",
    "to" "finding_status" NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "severity" "severity" NOT NULL,

    CONSTRAINT "finding_history_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift_run" (
    "id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "opened" INTEGER NOT NULL DEFAULT 0,
    "resolved" INTEGER NOT NULL DEFAULT 0,
    "reopened" INTEGER NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "drift_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drift_day" (
    "day" DATE NOT NULL,
    "severity" "severity" NOT NULL,
    "open" INTEGER NOT NULL,

    CONSTRAINT "drift_day_pkey" PRIMARY KEY ("day","severity")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "client_id" TEXT,
    "human_rule" "human_rule" NOT NULL,
    "person_id" TEXT,
    "team_id" TEXT,
    "target_kind" "target_kind" NOT NULL,
    "target" TEXT NOT NULL,
    "access" "access" NOT NULL,
    "scope" TEXT[],
    "purpose" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "revoke_reason" TEXT,
    "mode" "grant_mode" NOT NULL DEFAULT 'direct',
    "reauthorise" BOOLEAN NOT NULL DEFAULT false,
    "origin" "grant_origin" NOT NULL,
    "external_id" TEXT,
    "import_reason" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_hold" (
    "id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "tool_name" TEXT,
    "reason" TEXT NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,

    CONSTRAINT "grant_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "name_binding" (
    "id" TEXT NOT NULL,
    "holder_kind" "holder_kind" NOT NULL,
    "holder_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "origin" "name_origin" NOT NULL,
    "source_name" TEXT,
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "name_binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "state_change" (
    "id" TEXT NOT NULL,
    "holder_kind" "holder_kind" NOT NULL,
    "holder_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "state_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declaration_epoch" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" BIGINT NOT NULL,

    CONSTRAINT "declaration_epoch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reevaluation" (
    "id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "scope" JSONB NOT NULL,
    "epoch" BIGINT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "cursor" JSONB,
    "examined" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "reevaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" "role"[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "manager_id" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_identity" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "person_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_membership" (
    "id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "team_membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_change" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "granted" BOOLEAN,

    CONSTRAINT "role_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "environment" "environment" NOT NULL,
    "sensitivity" "sensitivity" NOT NULL,
    "effects" TEXT[],
    "identity_kind" "identity_kind",
    "spiffe_id" TEXT,
    "issuer" TEXT,
    "subject" TEXT,
    "transport" "transport" NOT NULL,
    "endpoint" TEXT,
    "command" TEXT[],
    "owner_id" TEXT NOT NULL,
    "backup_owner_id" TEXT,
    "team_id" TEXT,
    "source" "server_source" NOT NULL,
    "downstream" TEXT[],
    "review_every_days" INTEGER,
    "mode" "server_mode" NOT NULL DEFAULT 'off',
    "lifecycle" "lifecycle" NOT NULL,
    "lifecycle_before" "lifecycle",
    "pilot_until" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_secret" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "rotate_every_days" INTEGER,
    "last_rotated_at" TIMESTAMPTZ(3),

    CONSTRAINT "server_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transition_consent" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "from" "lifecycle" NOT NULL,
    "to" "lifecycle" NOT NULL,
    "person_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "transition_consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "identity_kind" "identity_kind" NOT NULL,
    "spiffe_id" TEXT,
    "issuer" TEXT,
    "subject" TEXT,
    "sponsor_id" TEXT NOT NULL,
    "purpose" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "client_id" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "annotations" JSONB,
    "resource_rules" JSONB NOT NULL DEFAULT '{}',
    "suggested" "access" NOT NULL,
    "definition_hash" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "tool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool_class" (
    "id" TEXT NOT NULL,
    "tool_id" TEXT NOT NULL,
    "access" "access" NOT NULL,
    "decided_by" TEXT NOT NULL,
    "person_id" TEXT,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tool_class_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tool_version" (
    "id" TEXT NOT NULL,
    "tool_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tool_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trail_entry" (
    "seq" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "object_name" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "trail_entry_pkey" PRIMARY KEY ("seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE INDEX "source_alive_source_id_to_idx" ON "source_alive"("source_id", "to");

-- CreateIndex
CREATE INDEX "source_drop_source_id_to_idx" ON "source_drop"("source_id", "to");

-- CreateIndex
CREATE INDEX "dead_letter_source_id_status_received_at_idx" ON "dead_letter"("source_id", "status", "received_at");

-- CreateIndex
CREATE INDEX "dead_letter_status_received_at_idx" ON "dead_letter"("status", "received_at");

-- CreateIndex
CREATE INDEX "session_person_id_revoked_at_idx" ON "session"("person_id", "revoked_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_owner_id_idx" ON "api_token"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_hash_key" ON "one_time_link"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "finding_fingerprint_key" ON "finding"("fingerprint");

-- CreateIndex
CREATE INDEX "finding_status_severity_last_seen_idx" ON "finding"("status", "severity", "last_seen");

-- CreateIndex
CREATE INDEX "finding_server_id_status_idx" ON "finding"("server_id", "status");

-- CreateIndex
CREATE INDEX "finding_grant_id_idx" ON "finding"("grant_id");

-- CreateIndex
CREATE INDEX "finding_history_finding_id_at_idx" ON "finding_history"("finding_id", "at");

-- CreateIndex
CREATE INDEX "drift_run_started_at_idx" ON "drift_run"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "grant_external_id_key" ON "grant"("external_id");

-- CreateIndex
CREATE INDEX "grant_server_id_idx" ON "grant"("server_id");

-- CreateIndex
CREATE INDEX "grant_agent_id_idx" ON "grant"("agent_id");

-- CreateIndex
CREATE INDEX "grant_person_id_idx" ON "grant"("person_id");

-- CreateIndex
CREATE INDEX "grant_team_id_idx" ON "grant"("team_id");

-- CreateIndex
CREATE INDEX "grant_client_id_idx" ON "grant"("client_id");

-- CreateIndex
CREATE INDEX "grant_hold_grant_id_idx" ON "grant_hold"("grant_id");

-- CreateIndex
CREATE INDEX "name_binding_holder_kind_name_idx" ON "name_binding"("holder_kind", "name");

-- CreateIndex
CREATE INDEX "name_binding_holder_kind_holder_id_idx" ON "name_binding"("holder_kind", "holder_id");

-- CreateIndex
CREATE INDEX "state_change_holder_kind_holder_id_at_idx" ON "state_change"("holder_kind", "holder_id", "at");

-- CreateIndex
CREATE INDEX "reevaluation_finished_at_created_at_idx" ON "reevaluation"("finished_at", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "person_identity_issuer_subject_key" ON "person_identity"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "team_membership_person_id_idx" ON "team_membership"("person_id");

-- CreateIndex
CREATE INDEX "team_membership_team_id_idx" ON "team_membership"("team_id");

-- CreateIndex
CREATE INDEX "role_change_person_id_idx" ON "role_change"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "server_slug_key" ON "server"("slug");

-- CreateIndex
CREATE INDEX "server_owner_id_idx" ON "server"("owner_id");

-- CreateIndex
CREATE INDEX "server_lifecycle_idx" ON "server"("lifecycle");

-- CreateIndex
CREATE UNIQUE INDEX "server_secret_server_id_name_key" ON "server_secret"("server_id", "name");

-- CreateIndex
CREATE INDEX "transition_consent_server_id_closed_at_idx" ON "transition_consent"("server_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "agent_spiffe_id_key" ON "agent"("spiffe_id");

-- CreateIndex
CREATE INDEX "agent_sponsor_id_idx" ON "agent"("sponsor_id");

-- CreateIndex
CREATE UNIQUE INDEX "agent_issuer_subject_key" ON "agent"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "client_client_id_key" ON "client"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "tool_server_id_name_key" ON "tool"("server_id", "name");

-- CreateIndex
CREATE INDEX "tool_class_tool_id_at_idx" ON "tool_class"("tool_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "tool_version_tool_id_number_key" ON "tool_version"("tool_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "trail_entry_id_key" ON "trail_entry"("id");

-- CreateIndex
CREATE INDEX "trail_entry_object_kind_object_id_idx" ON "trail_entry"("object_kind", "object_id");

-- CreateIndex
CREATE INDEX "trail_entry_at_idx" ON "trail_entry"("at");

-- AddForeignKey
ALTER TABLE "source_alive" ADD CONSTRAINT "source_alive_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_drop" ADD CONSTRAINT "source_drop_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activity_batch" ADD CONSTRAINT "activity_batch_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dead_letter" ADD CONSTRAINT "dead_letter_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_history" ADD CONSTRAINT "finding_history_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_hold" ADD CONSTRAINT "grant_hold_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_identity" ADD CONSTRAINT "person_identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_backup_owner_id_fkey" FOREIGN KEY ("backup_owner_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server" ADD CONSTRAINT "server_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_secret" ADD CONSTRAINT "server_secret_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transition_consent" ADD CONSTRAINT "transition_consent_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_sponsor_id_fkey" FOREIGN KEY ("sponsor_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool" ADD CONSTRAINT "tool_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_class" ADD CONSTRAINT "tool_class_tool_id_fkey" FOREIGN KEY ("tool_id") REFERENCES "tool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_version" ADD CONSTRAINT "tool_version_tool_id_fkey" FOREIGN KEY ("tool_id") REFERENCES "tool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- From here on: what Prisma's schema cannot say.

-- One row, raised by every change of a declaration.
INSERT INTO declaration_epoch (id, epoch) VALUES (1, 1);
ALTER TABLE declaration_epoch ADD CONSTRAINT declaration_epoch_one_row CHECK (id = 1);

-- Bindings of one (holder kind, name, source) never overlap in time. No start = without limit backwards; [from, to).
-- btree_gist makes it a constraint; where the extension may not be made, a trigger under a lock per name says the same.
ALTER TABLE name_binding ADD CONSTRAINT name_binding_interval CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to);
ALTER TABLE name_binding ADD CONSTRAINT name_binding_named CHECK (name <> '');

CREATE FUNCTION name_binding_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.holder_kind::text || chr(1) || NEW.name || chr(1) || coalesce(NEW.source_name, ''), 7410002));
  IF EXISTS (
    SELECT 1 FROM name_binding other
    WHERE other.id <> NEW.id AND other.holder_kind = NEW.holder_kind AND other.name = NEW.name
      AND coalesce(other.source_name, '') = coalesce(NEW.source_name, '')
      AND tstzrange(other.valid_from, other.valid_to) && tstzrange(NEW.valid_from, NEW.valid_to)
  ) THEN
    RAISE EXCEPTION 'The name is bound to another holder at that time.' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'name_binding_no_overlap', TABLE = 'name_binding';
  END IF;
  RETURN NEW;
END $$;

DO $$
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS btree_gist;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    NULL;
  END;
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gist') THEN
    -- A mapped enum has no operator class for gist before PostgreSQL's btree_gist 1.3; 1.3 came with PostgreSQL 10.
    ALTER TABLE name_binding ADD CONSTRAINT name_binding_no_overlap EXCLUDE USING gist (
      holder_kind WITH =, name WITH =, (coalesce(source_name, '')) WITH =, tstzrange(valid_from, valid_to) WITH &&);
    DROP FUNCTION name_binding_refuse_overlap();
  ELSE
    CREATE TRIGGER name_binding_no_overlap BEFORE INSERT OR UPDATE ON name_binding FOR EACH ROW EXECUTE FUNCTION name_binding_refuse_overlap();
  END IF;
END $$;

-- The life cycle's table once more, so that no write from anywhere takes another way. Who may move, and on what proof, is the
-- program's question; that a quarantined or offboarding server goes back only to where it came from is asked here too.
CREATE FUNCTION server_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sensitive boolean := NEW.sensitivity IN ('confidential', 'restricted');
BEGIN
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF NEW.slug <> OLD.slug THEN
    RAISE EXCEPTION 'A server keeps its slug.' USING ERRCODE = 'check_violation', CONSTRAINT = 'server_slug_kept', TABLE = 'server';
  END IF;
  IF NEW.lifecycle = OLD.lifecycle THEN RETURN NEW; END IF;
  IF (CASE OLD.lifecycle
    WHEN 'proposed' THEN (NEW.lifecycle = 'active' AND NOT sensitive) OR (NEW.lifecycle = 'pilot' AND sensitive) OR NEW.lifecycle = 'rejected'
    WHEN 'pilot' THEN NEW.lifecycle IN ('active', 'quarantined', 'offboarding')
    WHEN 'active' THEN NEW.lifecycle IN ('quarantined', 'offboarding')
    WHEN 'quarantined' THEN NEW.lifecycle = 'offboarding' OR (NEW.lifecycle IN ('active', 'pilot') AND NEW.lifecycle = OLD.lifecycle_before)
    WHEN 'offboarding' THEN NEW.lifecycle = 'retired' OR (NEW.lifecycle IN ('active', 'pilot', 'quarantined') AND NEW.lifecycle = OLD.lifecycle_before)
    ELSE false
  END) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A server does not go from % to %.', OLD.lifecycle, NEW.lifecycle USING ERRCODE = 'check_violation', CONSTRAINT = 'server_lifecycle', TABLE = 'server';
END $$;
CREATE TRIGGER server_lifecycle BEFORE UPDATE ON server FOR EACH ROW EXECUTE FUNCTION server_refuse_move();

-- A workload identity is unique among servers that are neither rejected nor retired.
CREATE UNIQUE INDEX server_spiffe_id_live ON server (spiffe_id) WHERE spiffe_id IS NOT NULL AND lifecycle NOT IN ('rejected', 'retired');
CREATE UNIQUE INDEX server_oidc_live ON server (issuer, subject) WHERE issuer IS NOT NULL AND lifecycle NOT IN ('rejected', 'retired');

ALTER TABLE server ADD CONSTRAINT server_slug_form CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$');
ALTER TABLE server ADD CONSTRAINT server_identity CHECK (CASE identity_kind
  WHEN 'spiffe' THEN spiffe_id IS NOT NULL AND issuer IS NULL AND subject IS NULL
  WHEN 'oidc' THEN spiffe_id IS NULL AND issuer IS NOT NULL AND subject IS NOT NULL
  ELSE spiffe_id IS NULL AND issuer IS NULL AND subject IS NULL END);
ALTER TABLE server ADD CONSTRAINT server_sensitive_has_identity CHECK (sensitivity NOT IN ('confidential', 'restricted') OR identity_kind IS NOT NULL);
ALTER TABLE agent ADD CONSTRAINT agent_identity CHECK (CASE identity_kind
  WHEN 'spiffe' THEN spiffe_id IS NOT NULL AND issuer IS NULL AND subject IS NULL
  WHEN 'oidc' THEN spiffe_id IS NULL AND issuer IS NOT NULL AND subject IS NOT NULL
  ELSE false END);

ALTER TABLE person ADD CONSTRAINT person_email_given CHECK (email <> '');
ALTER TABLE team_membership ADD CONSTRAINT team_membership_interval CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to);

-- Who a grant is for is said exactly once.
ALTER TABLE "grant" ADD CONSTRAINT grant_human CHECK (CASE human_rule
  WHEN 'person' THEN person_id IS NOT NULL AND team_id IS NULL
  WHEN 'team' THEN person_id IS NULL AND team_id IS NOT NULL
  ELSE person_id IS NULL AND team_id IS NULL END);
ALTER TABLE "grant" ADD CONSTRAINT grant_window CHECK (valid_until IS NULL OR valid_until >= valid_from);
ALTER TABLE "grant" ADD CONSTRAINT grant_revoked_by CHECK ((revoked_at IS NULL) = (revoked_by IS NULL));
ALTER TABLE "grant" ADD CONSTRAINT grant_purpose CHECK (purpose <> '' AND target <> '');
ALTER TABLE grant_hold ADD CONSTRAINT grant_hold_cause CHECK (cause IN ('definition', 'incident', 'review', 'person'));
ALTER TABLE grant_hold ADD CONSTRAINT grant_hold_interval CHECK (closed_at IS NULL OR closed_at >= opened_at);

ALTER TABLE source ADD CONSTRAINT source_counts CHECK (received >= 0 AND received = accepted + duplicates + rejected);
ALTER TABLE source ADD CONSTRAINT source_heartbeat CHECK (heartbeat_seconds IS NULL OR heartbeat_seconds > 0);
ALTER TABLE source_alive ADD CONSTRAINT source_alive_interval CHECK ("from" <= "to");
ALTER TABLE source_drop ADD CONSTRAINT source_drop_interval CHECK ("from" <= "to" AND count > 0);
ALTER TABLE api_token ADD CONSTRAINT api_token_window CHECK (expires_at > created_at);

-- The trail is only ever added to. A connection that owns the tables could drop the trigger; the hash chain shows that.
CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The trail is append-only.' USING ERRCODE = 'restrict_violation', TABLE = 'trail_entry';
END $$;
CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_entry FOR EACH ROW EXECUTE FUNCTION trail_refuse_change();
CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change();
