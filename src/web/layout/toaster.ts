import { laterPart } from '../later.ts'

/** What draws messages at the edge of the page. */
export const toasterCode = laterPart(() => import('../ui/Toaster.tsx'))

/** Once the place for messages is on the page: what is said before is lost. */
export const toaster = async () => {
  const { toast } = await toasterCode.load()
  await new Promise(drawn => setTimeout(drawn))
  return toast
}
