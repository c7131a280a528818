import { createTransport } from 'nodemailer'
import { isLoopback } from '../http/network.ts'

export type MailServer = { url: string; from: string }
export type Letter = { to: string; subject: string; text: string }

/** Longer nobody who waits for the answer of a click waits for a server of mails. */
const patience = 10_000

/**
 * Sends letters by SMTP: to another machine only through TLS, as links travel in them. What goes wrong is told to
 * `failed` without a word of the address's password.
 */
export const openMail = ({ url, from }: MailServer, failed: (words: string) => void) => {
  const { hostname, protocol } = new URL(url)
  const transport = createTransport(
    {
      url,
      requireTLS: protocol === 'smtp:' && !isLoopback(hostname),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  /** Whether it was taken. */
  const send = async (letter: Letter): Promise<boolean> => {
    try {
      await transport.sendMail(letter)
      return true
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number }
      failed(
        `A mail was not taken by ${hostname}: ${[code, responseCode].filter(Boolean).join(' ') || 'no reason given'}`,
      )
      return false
    }
  }
  return { send }
}

export type Mail = ReturnType<typeof openMail>
