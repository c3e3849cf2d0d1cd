import { ClassifyForm } from '@/app/(console)/servers/_components/classify-form'
import { RulesForm } from '@/app/(console)/servers/_components/rules-form'
import { Unapproved } from '@/app/(console)/servers/_components/unapproved'
import { AccessText } from '@/components/domain/access'
import { Shown } from '@/components/domain/definition-diff'
import { Drawer } from '@/components/shell/drawer'
import { ButtonLink } from '@/components/ui/button'
import { CodeBlock, CutCode } from '@/components/ui/code'
import { Disclosure } from '@/components/ui/disclosure'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ToolScreen } from '@/lib/views/server-tool'

/** One tool: its class, what the server claims of it, and the definitions it has had. */
export function ToolDrawer({ slug, closeHref, mayAsk, screen: { tool, versions, mayClassify, unapproved } }: { slug: string; closeHref: string; /** May ask for it. */ mayAsk: boolean; screen: ToolScreen }) {
  const rules = Object.entries(tool.resourceRules).map(([pointer, template]) => `${pointer} → ${template}`)
  return (
    <Drawer kind="Tool" id={tool.name} closeHref={closeHref} title={<code>{tool.name}</code>}>
      <KeyValues items={[
        { key: 'Access', value: <AccessText access={tool.accessClass} basis={tool.decidedBy === 'person' ? 'set by a person' : `suggested: ${tool.because ?? 'unclassified'}`} /> },
        { key: 'Reason', value: tool.reason },
        { key: 'First seen', value: <Time iso={tool.firstSeenAt} /> }, { key: 'Last listed', value: tool.definitionHash === null ? 'never' : <Time iso={tool.lastSeenAt} /> },
      ]} />
      <p className="flex flex-wrap items-center gap-4 pt-3">{mayAsk ? <ButtonLink href={paths.newRequest({ server: slug, tool: tool.name })}>Request access</ButtonLink> : null}<TextLink href={paths.activity({ server: slug, kind: 'tool_call', target: tool.name })}>Its calls</TextLink> <TextLink href={paths.grants({ server: slug, reaches: tool.name })}>Grants that reach it</TextLink> <TextLink href={paths.access({ server: slug, tool: tool.name })}>Who can do this?</TextLink></p>
      {unapproved === null ? null : <Unapproved slug={slug} name={tool.name} change={unapproved} />}
      <section>
        <h3>What the server claims</h3>
        <KeyValues items={[{ key: 'Title', value: tool.title === null ? null : <Shown text={tool.title} /> }, { key: 'Description', value: tool.description === null ? null : <span className="whitespace-pre-wrap"><Shown text={tool.description} /></span> }]} />
        {tool.annotations === null ? null : <div className="pt-2"><CodeBlock label="Annotations" wrap lines={JSON.stringify(tool.annotations, null, 2).split('\n')} /></div>}
        <p className="lab pt-2">Claims are not verified; the class above is what counts.</p>
      </section>
      <section>
        <h3>Definitions</h3>
        {versions.length === 0 ? <p className="soft">No listing of the server has shown it; a person declared it.</p> : null}
        {versions.map((version) => (
          <Disclosure key={version.number} open={false} summary={<>v{version.number}, <Time iso={version.firstSeenAt} format="day" />{version.change === 'first' ? '' : `, ${version.change}`}{version.number === tool.approvedVersion ? ', relied on' : ''}</>}>
            <p className="sm">SHA-256 <CutCode value={version.hash} /></p>
            <CodeBlock label={`Definition, version ${version.number}`} wrap copy={JSON.stringify(version.definition)} lines={JSON.stringify(version.definition, null, 2).split('\n')} />
          </Disclosure>
        ))}
      </section>
      <section>
        <h3>Resources from arguments</h3>
        <p className="sm soft pb-2">{rules.length === 0 ? 'No rule: a call whose source names no resources has none.' : `Where a source names no resources, they are read so; ${tool.resourceRulesBy === 'person' ? 'set by a person' : 'suggested by the schema'}.`}</p>
        {rules.length === 0 ? null : <CodeBlock label="Resource rules" wrap lines={rules} />}
        {mayClassify ? <RulesForm key={`${tool.name} ${rules.join()}`} slug={slug} name={tool.name} rules={tool.resourceRules} /> : null}
      </section>
      {mayClassify ? <section><h3>Set the access class</h3><ClassifyForm key={`${tool.name} ${tool.accessClass}`} slug={slug} name={tool.name} access={tool.accessClass} /></section> : null}
    </Drawer>
  )
}
