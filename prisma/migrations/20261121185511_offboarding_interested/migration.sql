-- AlterTable
ALTER TABLE "offboarding_case" ADD COLUMN     "interested" TEXT[] DEFAULT ARRAY[]::TEXT[];
