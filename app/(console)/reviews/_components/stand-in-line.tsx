import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'

const list = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`)

/** Who answers in the reader's place now, and in whose place the reader answers. */
export function StandInLine({ inMyPlace, inPlaceOf }: { inMyPlace: readonly string[]; inPlaceOf: readonly string[] }) {
  return (
    <p className="soft">
      {inPlaceOf.length === 0 ? null : <>You stand in for {list(inPlaceOf)}: what {inPlaceOf.length === 1 ? 'that person is' : 'they are'} asked is among yours, and both names are recorded. </>}
      {inMyPlace.length === 0 ? 'Away for a while? ' : `${list(inMyPlace)} may answer in your place; so may you. `}
      <TextLink href={paths.standIns()}>Stand-ins</TextLink>
    </p>
  )
}
