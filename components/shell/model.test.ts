import { describe, expect, it } from 'vitest'
import { currentItem } from './model'

const groups = [{ label: 'Watch', items: [{ label: 'Overview', href: '/' }, { label: 'Drift', href: '/drift' }] }, { label: 'System', items: [{ label: 'Settings', href: '/settings' }, { label: 'Tokens', href: '/settings/tokens' }] }]

describe('where one is', () => {
  it('is the longest place that the address is in', () => {
    expect(currentItem(groups, '/settings/tokens/new')?.label).toBe('Tokens')
    expect(currentItem(groups, '/settings')?.label).toBe('Settings')
  })

  it('matches whole parts of the address only, and the overview only itself', () => {
    expect(currentItem(groups, '/drifting')).toBeNull()
    expect(currentItem(groups, '/')?.label).toBe('Overview')
  })
})
