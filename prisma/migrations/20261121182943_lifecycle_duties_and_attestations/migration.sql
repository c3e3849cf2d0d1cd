-- AlterTable
ALTER TABLE "lifecycle_duty" ADD COLUMN     "opened_at" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "ownership_attestation" ALTER COLUMN "item_id" DROP NOT NULL;

-- Nothing is done before its time is over, and nobody is given a date in the past.
ALTER TABLE lifecycle_duty ADD CONSTRAINT lifecycle_duty_times CHECK (due_at >= opened_at AND (acted_at IS NULL OR acted_at >= due_at) AND (met_at IS NULL OR met_at >= opened_at));
