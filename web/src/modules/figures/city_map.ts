import type { CityMap } from '@/api/types'

type Place = CityMap['places'][number]

/** Degrees as the picture has them: a degree of longitude is shorter than one of latitude, north is up. */
export interface Frame { scaleX: number; scaleY: number; viewBox: string; width: number; corner: { x: number; y: number } }
const UNITS_PER_DEGREE = 100
const MARGIN = 4

const degreesOf = (outline: string) => [...outline.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])] as const)

/** The picture that holds every place; null when none has a position. */
export function frameOf(places: Place[]): Frame | null {
  const points = places.flatMap(({ position }) => (position ? [[Number(position.longitude), Number(position.latitude)] as const, ...degreesOf(position.outline)] : []))
  if (!points.length) return null
  const [west, east] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))]
  const [south, north] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))]
  const scaleX = UNITS_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180)
  const width = (east - west) * scaleX + 2 * MARGIN
  const height = (north - south) * UNITS_PER_DEGREE + 2 * MARGIN
  const [left, top] = [west * scaleX - MARGIN, -north * UNITS_PER_DEGREE - MARGIN]
  return { scaleX, scaleY: -UNITS_PER_DEGREE, viewBox: [left, top, width, height].map((n) => n.toFixed(2)).join(' '), width, corner: { x: left + width, y: top + height } }
}

/** Too narrow for its name to stand in it: such places, and those without an outline, bear a number that a key explains. */
export function isNarrow(place: Place, frame: Frame): boolean {
  const xs = degreesOf(place.position?.outline ?? '').map(([x]) => x)
  return !xs.length || (Math.max(...xs) - Math.min(...xs)) * frame.scaleX < frame.width / 12
}

/** Which of five bands between the lowest and the highest value each belongs to, 0 to 4; alike when all are equal. */
export function bands(values: number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return values.map((value) => (most === least ? 4 : Math.min(4, Math.floor(((value - least) * 5) / (most - least)))))
}
