/** What is in force is corrected only with a reason of at least this many characters; the server asks for the same. */
const REASON_CHARACTERS = 4
export const reasonGiven = (reason: string) => [...reason.trim()].length >= REASON_CHARACTERS
