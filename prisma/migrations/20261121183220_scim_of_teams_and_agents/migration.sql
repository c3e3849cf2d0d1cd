-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "scim" JSONB;

-- AlterTable
ALTER TABLE "team" ADD COLUMN     "scim" JSONB;
