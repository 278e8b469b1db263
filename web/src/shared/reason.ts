/** A reason somebody is to act on: the server asks for as many characters, blanks around it not counted. */
export const reasonLeast = 4
export const reasonMost = 500

/** How many characters a reason still lacks. */
export function reasonLacks(text: string): number {
  return Math.max(0, reasonLeast - [...text.trim()].length)
}
