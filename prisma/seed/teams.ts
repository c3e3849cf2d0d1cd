/** A team: who its lead reports to, the offices its people sit in (in turn), and its people, the lead first. */
export type Team = { head: string; offices: readonly Office[]; people: readonly string[] }

/** Where acme works: hours from UTC in winter, and the days (month-day) on which nobody does. */
export const OFFICES = {
  lisbon: { hours: 0, closed: ['01-01', '04-25', '05-01', '06-10', '08-15', '10-05', '11-01', '12-01', '12-08', '12-25'] },
  berlin: { hours: 1, closed: ['01-01', '05-01', '10-03', '12-25', '12-26'] },
  austin: { hours: -6, closed: ['01-01', '06-19', '07-04', '11-26', '11-27', '12-25'] },
  pune: { hours: 5.5, closed: ['01-26', '08-15', '10-02', '11-08', '11-09', '12-25'] },
} as const
export type Office = keyof typeof OFFICES

const t = (head: string, offices: string, people: string): Team => ({ head, offices: offices.split(' ') as Office[], people: people.trim().split('\n').map((line) => line.trim()) })

/** Each person as "mailbox First Last [role,role]"; members unless said otherwise. */
export const TEAMS: Record<string, Team> = {
  security: t('i.sol', 'berlin austin', `maya.ruiz Maya Ruiz admin,security_reviewer
    e.aydin Elif Aydin security_reviewer
    j.feld Jonas Feld incident_responder
    p.nair Priya Nair auditor
    d.castro Diego Castro owner
    w.lam Winnie Lam owner
    h.strand Hedda Strand`),
  platform: t('i.sol', 'berlin pune', `t.lind Tom Lind owner
    dana Dana Okafor owner
    k.brandt Karl Brandt
    s.marin Sofia Marin owner
    y.tan Yuki Tan owner
    o.haddad Omar Haddad
    r.joshi Rohan Joshi
    m.kulkarni Meera Kulkarni
    b.fink Bastian Fink`),
  sre: t('i.sol', 'berlin austin pune', `i.novak Ivan Novak owner,incident_responder
    l.fischer Lena Fischer owner
    p.alves Pedro Alves
    a.obi Amara Obi
    c.reyes Carla Reyes
    s.patil Sameer Patil
    d.moss Dylan Moss`),
  apps: t('i.sol', 'berlin lisbon', `a.berg Anna Berg owner
    l.byrne Liam Byrne
    n.haidari Noor Haidari
    f.larsen Finn Larsen
    e.dahl Emma Dahl
    g.moreno Gil Moreno owner
    v.pinto Vera Pinto
    t.sousa Tiago Sousa
    i.klein Ida Klein`),
  mobile: t('i.sol', 'lisbon pune', `q.barros Quim Barros owner
    s.iyer Sneha Iyer
    a.rao Arjun Rao
    j.neves Joana Neves
    l.vaz Luis Vaz`),
  quality: t('i.sol', 'pune', `n.deshmukh Nikhil Deshmukh owner
    p.menon Pooja Menon
    k.shah Kavya Shah
    v.gokhale Varun Gokhale`),
  data: t('i.sol', 'berlin pune', `v.petrov Viktor Petrov owner
    l.haas Laura Haas
    c.wei Chen Wei
    s.lindqvist Sara Lindqvist
    m.dubois Marc Dubois owner
    a.sethi Aditi Sethi
    h.jung Henrik Jung`),
  'machine-learning': t('i.sol', 'berlin austin', `z.farouk Zara Farouk owner
    b.ito Ben Ito
    k.olsen Kaja Olsen
    j.whitt Jamal Whitt
    e.costello Erin Costello`),
  payments: t('i.sol', 'lisbon berlin', `n.kovacs Nina Kovacs owner
    f.balogun Femi Balogun owner
    r.costa Rui Costa
    g.holm Greta Holm
    d.ferreira Duarte Ferreira
    u.braun Uta Braun`),
  product: t('w.abara', 'berlin austin', `c.nunes Clara Nunes owner
    s.khan Samir Khan owner
    o.ivanova Olga Ivanova
    p.lang Peter Lang
    m.tran Mai Tran`),
  design: t('w.abara', 'lisbon', `b.santos Bea Santos owner
    h.lopes Hugo Lopes
    i.matos Ines Matos`),
  support: t('w.abara', 'lisbon austin pune', `r.stone Rachel Stone owner
    j.adeyemi Joy Adeyemi
    b.carter Ben Carter
    m.rossi Mia Rossi
    t.aziz Tariq Aziz
    k.nguyen Kim Nguyen
    a.bhat Asha Bhat
    l.moura Lara Moura
    d.price Devon Price
    s.naik Sanjay Naik`),
  'customer-success': t('w.abara', 'austin lisbon', `e.hart Ellen Hart owner
    o.diaz Oscar Diaz
    p.ramos Paula Ramos
    j.mbeki Jabu Mbeki`),
  docs: t('w.abara', 'berlin', `m.weber Max Weber owner
    e.jansen Ella Jansen
    f.roth Frida Roth`),
  marketing: t('w.abara', 'austin lisbon', `g.valente Gloria Valente owner
    t.brooks Tess Brooks
    r.amado Rita Amado
    x.cole Xavier Cole
    n.silva Nelson Silva owner`),
  sales: t('w.abara', 'austin berlin', `d.keller Dora Keller owner
    b.hayes Brett Hayes
    l.engel Leon Engel
    m.ortiz Marta Ortiz
    c.boyd Caleb Boyd`),
  finance: t('w.abara', 'berlin', `r.king Robert King owner
    a.moreau Alice Moreau owner
    d.orlov Dmitri Orlov
    j.kraus Jutta Kraus
    s.bianchi Silvia Bianchi`),
  'people-ops': t('w.abara', 'berlin lisbon', `h.vogel Hanna Vogel owner
    l.meyer Lucas Meyer
    z.laurent Zoe Laurent
    c.faria Celia Faria`),
  legal: t('w.abara', 'berlin austin', `k.sommer Katrin Sommer owner
    a.whitman Abe Whitman
    j.prata Julia Prata`),
  it: t('w.abara', 'berlin austin pune', `u.lange Ulf Lange admin,owner
    m.bose Mitali Bose owner
    e.fox Eddie Fox
    t.hanna Tamer Hanna
    r.sen Ritu Sen`),
  procurement: t('w.abara', 'berlin', `b.adler Birgit Adler owner
    y.demir Yasin Demir
    n.conti Nora Conti`),
  'office-of-the-cto': t('i.sol', 'berlin', `o.faber Otto Faber
    l.nakamura Lia Nakamura
    w.stein Wanda Stein
    p.osei Philip Osei`),
}
