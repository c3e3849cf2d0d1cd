'use client'

import { setRulesAction } from '@/app/(console)/servers/[slug]/actions'
import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { linesToRules, rulesToLines } from '@/lib/registry/rule-lines'
import type { ResourceRules } from '@/lib/registry/resource-rules'

/** From which arguments a call's resources are read, where its source names none. Lines as they are; a refusal keeps them. */
export function RulesForm({ slug, name, rules }: { slug: string; name: string; rules: ResourceRules }) {
  const toast = useToast()
  const send = async (data: FormData) => {
    const read = linesToRules(String(data.get('resourceRules') ?? ''))
    if ('fault' in read) return { detail: `${read.fault} Nothing was changed.`, code: 'invalid_input', errors: [{ path: 'resourceRules', message: read.fault }] }
    const answer = await setRulesAction({ slug, name, resourceRules: read.rules, reason: String(data.get('reason') ?? '') })
    if (!answer.ok) return { ...answer.problem, errors: answer.problem.errors.map((error) => ({ ...error, path: error.path.startsWith('resourceRules') ? 'resourceRules' : error.path })) }
    toast(`The rules of ${name} act from now on.`)
    return null
  }
  return (
    <Disclosure open={false} summary="Change the rules">
      <SubmitForm send={send} noValidate>
        {({ pending, error }) => (
          <>
            <TextareaField label="Rules" name="resourceRules" mono rows={4} defaultValue={rulesToLines(rules)} hint="One a line: a JSON pointer into the arguments, and what to make of its value. Empty = none." error={error('resourceRules')} />
            <TextareaField label="Why" name="reason" required rows={2} maxLength={2000} error={error('reason')} />
            <div className="submit"><Button type="submit" pending={pending}>Set the rules</Button></div>
          </>
        )}
      </SubmitForm>
    </Disclosure>
  )
}
