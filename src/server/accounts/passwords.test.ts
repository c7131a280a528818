import { expect, test } from 'vitest'
import { isCommon } from './common-passwords.ts'
import { refuseWeak } from './passwords.ts'

const olga = { email: 'olga.petrova@nordwind.example.com', name: 'Olga Bo Petrova', host: 'figures.acme.com' }
const refusal = (password: string, whose = olga) => {
  try {
    refuseWeak(password, whose)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  '123456789987654321',
  '1qaz2wsx3edc4rfv',
  'QWERTYuiop12345',
  'q1w2e3r4t5y6u7i8o9p0',
  'passwordstandard',
  '1234qwerasdfzxcv',
])('%s is long enough, and one of the many', password => {
  expect(isCommon(password)).toBe(true)
  expect(refusal(password)).toBe(
    'password: expected one that fewer people use: this one is on the lists that are tried first.',
  )
})

test.each(['passwordpassword', '123451234512345', 'sunshinesunshine', 'abcdefgabcdefgabcdefg'])(
  '%s is the same again and again',
  password => expect(refusal(password)).toBe('password: expected no repetition of the same few characters.'),
)

test.each([
  ['my cat knows Petrova too', 'petrova'],
  ['a dashboard of my own', 'dashboard'],
  ['AnalyticsAnalytic5', 'analytics'],
  ['the wind of nordwind', 'nordwind'],
  ['all is well at ACME now', 'acme'],
])('%s has a word within it that is guessed first', (password, word) => {
  expect(refusal(password)).toBe(
    `password: expected no word within it that is easily guessed, such as your name, the address or the product, got "${word}".`,
  )
})

test('sentences are taken, in any script; short names stand in many of them', () => {
  for (const password of [
    'a sentence of some length',
    'both figured it out',
    'Зимой здесь рано темнеет',
    '雨の日には本を読むことが好きです',
  ])
    expect(refusal(password), password).toBeNull()
  expect(refusal('an example of a sentence', { email: 'x@example.com', name: '', host: 'localhost' })).toBeNull()
})
