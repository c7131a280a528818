import type { Role } from '#contract/rights.ts'
import type { Letter } from './mail.ts'

const signed = (origin: string) => `\n\nAnalytics Dashboard, ${origin}\n`

export const invitationLetter = (to: string, role: Role, link: string, origin: string): Letter => ({
  to,
  subject: 'An invitation to Analytics Dashboard',
  text: `You were invited as ${role}. This link makes your account, once, within seven days:\n\n${link}${signed(origin)}`,
})

export const resetLetter = (to: string, link: string, origin: string): Letter => ({
  to,
  subject: 'A new password for Analytics Dashboard',
  text: `This link sets a new password, once, within a day:\n\n${link}\n\nIf you did not ask for it, leave it: nothing changes then.${signed(origin)}`,
})

const notices = {
  device: [
    'A sign-in from another browser',
    'Somebody signed in to your account from a browser that was not seen before.',
  ],
  password: [
    'Your password was changed',
    'The password of your account was changed, and all other sessions were ended.',
  ],
  secondFactor: ['Your second factor was set up', 'Your account has a second factor now.'],
  noSecondFactor: ['Your second factor was taken away', 'The second factor of your account was taken away.'],
} as const
export type Notice = keyof typeof notices

export const noticeLetter = (to: string, what: Notice, { agent, address, at, origin }: Whence): Letter => {
  const [subject, words] = notices[what]
  const told = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC, from ${address}${agent ? `, ${agent}` : ''}`
  return {
    to,
    subject,
    text: `${words}\n\n${told}\n\nIf this was not you, set another password and tell an admin.${signed(origin)}`,
  }
}

export type Whence = { agent: string | null; address: string; at: Date; origin: string }
