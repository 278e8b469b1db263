/** 50 MB, 48.2 KB: as file managers show it. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB']
  return `${Number(value.toFixed(1))} ${unit}`
}
