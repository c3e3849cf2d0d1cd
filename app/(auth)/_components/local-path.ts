/** Where to go after signing in: a path of this console, never another site, whatever the address said. */
export function localPath(given: string | string[] | undefined): string {
  const path = Array.isArray(given) ? given[0] : given
  if (path === undefined || !path.startsWith('/') || /^\/[/\\]/.test(path) || /[\u0000-\u001f]/.test(path)) return '/'
  return path.startsWith('/sign-in') ? '/' : path
}
