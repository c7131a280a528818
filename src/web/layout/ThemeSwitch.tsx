import { Monitor, Moon, Sun } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { ChoiceMenu } from '../ui/Menu.tsx'
import { themes, type Theme } from './theme.ts'

const icons = { light: Sun, dark: Moon, system: Monitor }

export const ThemeSwitch = ({ theme, choose }: { theme: Theme; choose: (theme: Theme) => void }) => {
  const Icon = icons[theme]
  return (
    <ChoiceMenu
      value={theme}
      onChange={choose}
      choices={themes}
      trigger={
        <Button size="icon" aria-label={`Theme: ${theme}`}>
          <Icon aria-hidden className="size-4 text-muted" />
        </Button>
      }
    />
  )
}
