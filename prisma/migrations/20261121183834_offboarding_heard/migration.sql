ALTER TABLE "offboarding_case" ADD COLUMN "heard_at_close" INTEGER, ADD COLUMN "calls_counted_at" TIMESTAMPTZ(3);
