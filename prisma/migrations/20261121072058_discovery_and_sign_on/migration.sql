-- CreateEnum
CREATE TYPE "discovery_status" AS ENUM ('running', 'complete', 'held', 'failed');

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "group_roles" "role"[] DEFAULT ARRAY[]::"role"[];

-- AlterTable
ALTER TABLE "server" ADD COLUMN     "discover_every_hours" INTEGER,
ADD COLUMN     "discovery_credential" TEXT;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "id_token" TEXT,
ADD COLUMN     "issuer" TEXT,
ADD COLUMN     "provider_sid" TEXT;

-- AlterTable
ALTER TABLE "tool" ADD COLUMN     "approved_at" TIMESTAMPTZ(3),
ADD COLUMN     "approved_by" TEXT,
ADD COLUMN     "approved_hash" TEXT,
ADD COLUMN     "approved_number" INTEGER,
ADD COLUMN     "resource_rules_by" TEXT NOT NULL DEFAULT 'suggestion';

-- AlterTable
ALTER TABLE "tool_version" ADD COLUMN     "change" TEXT NOT NULL DEFAULT 'first',
ADD COLUMN     "run_id" TEXT;

-- CreateTable
CREATE TABLE "signal" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "source_id" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("kind","key","hour")
);

-- CreateTable
CREATE TABLE "sso_trial" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "claims" JSONB,
    "outcome" JSONB,
    "error" TEXT,

    CONSTRAINT "sso_trial_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discovery_run" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "status" "discovery_status" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "credential" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL,
    "protocol_version" TEXT,
    "era" TEXT,
    "server_info" JSONB,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "error_code" TEXT,
    "error_message" TEXT,
    "listing" JSONB,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decision_reason" TEXT,

    CONSTRAINT "discovery_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "discovery_sighting" (
    "server_id" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "discovery_sighting_pkey" PRIMARY KEY ("server_id","credential","kind","name")
);

-- CreateTable
CREATE TABLE "grant_definition" (
    "grant_id" TEXT NOT NULL,
    "tool_name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "bound_by" TEXT NOT NULL,

    CONSTRAINT "grant_definition_pkey" PRIMARY KEY ("grant_id","tool_name")
);

-- CreateTable
CREATE TABLE "server_context" (
    "id" TEXT NOT NULL,
    "server_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "mime_type" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "server_context_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "signal_hour_idx" ON "signal"("hour");

-- CreateIndex
CREATE INDEX "sso_trial_person_id_created_at_idx" ON "sso_trial"("person_id", "created_at");

-- CreateIndex
CREATE INDEX "discovery_run_server_id_started_at_idx" ON "discovery_run"("server_id", "started_at");

-- CreateIndex
CREATE INDEX "discovery_run_status_started_at_idx" ON "discovery_run"("status", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "server_context_server_id_kind_name_key" ON "server_context"("server_id", "kind", "name");

-- AddForeignKey
ALTER TABLE "discovery_run" ADD CONSTRAINT "discovery_run_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "discovery_sighting" ADD CONSTRAINT "discovery_sighting_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_definition" ADD CONSTRAINT "grant_definition_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_context" ADD CONSTRAINT "server_context_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "server"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
