import { KpiSkeletons } from '../../charts/KpiCard.tsx'
import { Card } from '../../ui/Card.tsx'
import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'

/** The page's layout before its figures are known. */
export const DashboardSkeleton = () => (
  <div className="flex flex-col gap-4">
    <KpiSkeletons />
    <div className="grid grid-cols-1 gap-4 @4xl:grid-cols-12">
      <Card title="Revenue" className="@4xl:col-span-8">
        <Skeleton className="h-[350px]" />
      </Card>
      <Card title="Revenue by category" className="@4xl:col-span-4">
        <Skeleton className="mx-auto mb-5 size-46 rounded-full!" />
        <SkeletonRows rows={5} />
      </Card>
      <Card title="Sales pipeline" className="@4xl:col-span-12 @5xl:col-span-5">
        <SkeletonRows rows={11} />
      </Card>
      <Card title="Top products" className="@4xl:col-span-12 @5xl:col-span-7">
        <SkeletonRows rows={11} />
      </Card>
    </div>
  </div>
)
