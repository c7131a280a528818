import { Toaster as Sonner } from 'sonner'

export { toast } from 'sonner'

/** Short messages at the bottom right. Say nothing here that is not also on the page. */
export const Toaster = ({ theme }: { theme: 'light' | 'dark' }) => (
  <Sonner theme={theme} position="bottom-right" closeButton toastOptions={{ className: 'font-sans' }} />
)
