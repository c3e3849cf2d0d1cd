import { SkeletonRows } from '@/components/ui/empty'

export default function Loading() {
  return <><div className="head" aria-hidden="true"><div><div className="bar-wait h-5 w-40" /></div></div><SkeletonRows /></>
}
