'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Kbd } from '@/components/ui/badge'
import type { NavGroup, PaletteItem, PaletteSearch } from './model'
import { useGoKeys } from './use-go-keys'
import { usePaletteSearch } from './use-palette-search'

/** Find or go to anything: the navigation, the given commands, and what the server finds for the typed words. */
export function CommandPalette({ groups, commands, search, singleKeys }: { groups: readonly NavGroup[]; commands: readonly PaletteItem[]; search?: PaletteSearch; singleKeys: boolean }) {
  const router = useRouter()
  const box = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const found = usePaletteSearch(search, query)
  const show = () => {
    setQuery('')
    setOpen(true)
    if (box.current?.open === false) box.current.showModal()
  }
  const go = (href: string) => {
    box.current?.close()
    router.push(href)
  }
  useGoKeys({ groups, enabled: singleKeys, onPalette: show, onGo: (href) => router.push(href) })
  const places = groups.flatMap((group) => group.items.map((item): PaletteItem => ({ label: item.label, href: item.href, group: 'Go to', key: item.key })))
  const word = query.trim().toLowerCase()
  const fixed = [...places, ...commands].filter((item) => item.label.toLowerCase().includes(word))
  const all = [...fixed, ...found.items]
  return (
    <>
      <Button kind="quiet" onClick={show}><span>Find<span className="hide-s"> or go to <Kbd>Ctrl K</Kbd></span></span></Button>
      <dialog
        ref={box} className="palette" aria-label="Find or go to" onClose={() => setOpen(false)}
        onClick={(event) => event.target === box.current && box.current.close()}
      >
        {open ? (
          <Command shouldFilter={false} label="Find or go to" vimBindings={false}>
            <Command.Input autoFocus value={query} onValueChange={setQuery} placeholder="A server, tool, agent, person, finding, or a page" />
            <Command.List label="Results">
              <Command.Empty>{found.pending ? 'Searching' : `Nothing is called “${query}” among what you may see.`}</Command.Empty>
              {[...new Set(all.map((item) => item.group))].map((group) => (
                <Command.Group key={group} heading={group}>
                  {all.filter((item) => item.group === group).map((item) => (
                    <Command.Item key={`${item.group} ${item.href} ${item.label}`} value={`${item.group} ${item.href} ${item.label}`} onSelect={() => go(item.href)}>
                      <span className="cut">{item.label}</span>{item.note === undefined ? null : <small className="cut">{item.note}</small>}
                      {item.key === undefined || !singleKeys ? null : <kbd>g {item.key}</kbd>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <p className="foot"><span><Kbd>↑</Kbd> <Kbd>↓</Kbd> choose</span><span><Kbd>Enter</Kbd> open</span><span><Kbd>Esc</Kbd> close</span></p>
          </Command>
        ) : null}
      </dialog>
    </>
  )
}
