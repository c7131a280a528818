import { LogOut } from 'lucide-react'
import { Link } from 'react-router'
import { api } from '#contract'
import { useCommand } from '../api.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/Button.tsx'

/** Who is signed in, and the way out; nothing where nobody signs in. */
export const SignedIn = ({ wordless = false, onNavigate }: { wordless?: boolean; onNavigate?: () => void }) => {
  const person = useSession()?.person
  const signOut = useCommand(api.session.signOut, { refresh: false })
  if (!person) return null
  return (
    <div className={`flex items-center gap-1 ${wordless ? 'justify-center' : 'justify-between pl-2.5'}`}>
      {!wordless && (
        <Link
          to="/settings/account"
          onClick={onNavigate}
          className="min-w-0 rounded-lg text-sm font-medium hover:underline"
          title={person.email}
        >
          <span className="block truncate">{person.name}</span>
          <span className="block text-xs font-normal text-muted">{person.role}</span>
        </Link>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label="Sign out"
        title={wordless ? `Sign out (${person.name})` : 'Sign out'}
        disabled={signOut.isPending}
        onClick={() => signOut.mutate({}, { onSettled: () => location.assign('/sign-in') })}
      >
        <LogOut aria-hidden className="size-4" />
      </Button>
    </div>
  )
}
