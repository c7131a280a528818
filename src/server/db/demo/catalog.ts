import { random } from './random.ts'

/** What the demo company sells, where, and through whom. Everything here is made up. */

const families: Record<string, { price: [number, number]; cost: number; names: string[] }> = {
  Security: {
    price: [59, 218],
    cost: 0.34,
    names: ['Sentinel Endpoint', 'Vault Identity', 'Bastion Firewall', 'Warden Mail', 'Cipher Backup'],
  },
  'Data analytics': {
    price: [67, 252],
    cost: 0.3,
    names: ['Atlas Insights', 'Prism Reports', 'Meridian Warehouse', 'Beacon Metrics', 'Ledger Explorer'],
  },
  'Cloud infrastructure': {
    price: [25, 134],
    cost: 0.55,
    names: ['Nimbus Compute', 'Strata Storage', 'Relay Network', 'Harbor Containers', 'Summit Database'],
  },
  'Enterprise software': {
    price: [92, 378],
    cost: 0.32,
    names: ['Keystone ERP', 'Cadence HR', 'Quarry Procurement', 'Compass Planning', 'Anchor Contracts'],
  },
  Integration: {
    price: [38, 160],
    cost: 0.36,
    names: ['Bridge Connect', 'Conduit Events', 'Junction API', 'Ferry Transfer', 'Mosaic Sync'],
  },
  Collaboration: {
    price: [10, 59],
    cost: 0.28,
    names: ['Canvas Boards', 'Chorus Meetings', 'Thread Chat', 'Shelf Documents', 'Parade Events'],
  },
  'Developer tools': {
    price: [19, 109],
    cost: 0.25,
    names: ['Forge Pipelines', 'Lantern Logs', 'Ratchet Testing', 'Loom Registry', 'Plumb Tracing'],
  },
  'Professional services': {
    price: [76, 462],
    cost: 0.62,
    names: ['Onboarding', 'Migration', 'Architecture review', 'Training days', 'Managed support'],
  },
}
const editions = [
  { name: 'Essentials', factor: 0.6 },
  { name: 'Professional', factor: 1 },
  { name: 'Enterprise', factor: 1.9 },
]

export const regions = ['North America', 'Europe', 'Asia Pacific', 'Latin America', 'Middle East & Africa']
export const regionWeights = [38, 30, 17, 9, 6]
export const channels = ['Direct sales', 'Online', 'Partner']
export const segments = {
  enterprise: { weight: 0.1, ordersPerYear: 16.5, lifeYears: 5, quantity: 4.2, deal: 62_000 },
  'mid-market': { weight: 0.3, ordersPerYear: 12, lifeYears: 3, quantity: 2.3, deal: 24_000 },
  smb: { weight: 0.6, ordersPerYear: 7.4, lifeYears: 1.8, quantity: 1.3, deal: 8_500 },
} as const
export type Segment = keyof typeof segments

/** Products that come to market later, and the day counted from the demo's start. */
export const launchDay = 610
const launched = ['Vault Identity']
/** The price rise: a category's unit prices from a day on. */
export const priceRise = { category: 'Cloud infrastructure', day: 745, factor: 1.08 }
/** A region that has a hard time. */
export const dip = { region: 'Latin America', from: 425, to: 520, factor: 0.5 }
/** A very large customer, who leaves. */
export const bigCustomer = { name: 'Halden Maritime Group', rate: 90, quantity: 9, leaves: 940 }

export type Product = {
  externalId: string
  name: string
  category: string
  price: number
  cost: number
  weight: number
  from: number
}

export const products: Product[] = Object.entries(families).flatMap(
  (
    [
      category,
      {
        price: [low, high],
        cost,
        names,
      },
    ],
    group,
  ) =>
    names.flatMap((family, place) =>
      editions.map(({ name, factor }, edition) => {
        const draw = random('product', category, family, name)
        const price = Math.round((low + ((high - low) * (place + draw.next())) / names.length) * factor) - 0.01
        return {
          externalId: `demo-p-${String(group * 15 + place * 3 + edition + 1).padStart(3, '0')}`,
          name: `${family} ${name}`,
          category,
          price,
          cost: Math.round(price * cost * draw.between(0.85, 1.15) * 100) / 100,
          weight: draw.gamma(1.4, 1) / factor ** 0.7,
          from: launched.includes(family) ? launchDay : 0,
        }
      }),
    ),
)

export type Rep = {
  externalId: string
  name: string
  team: string
  region: string
  hiredYearsAgo: number
  skill: number
  target: number
}

const teams: { team: string; regions: string[]; reps: string[] }[] = [
  {
    team: 'Americas',
    regions: ['North America', 'North America', 'North America', 'Latin America'],
    reps: [
      'Ava Lindqvist',
      'Marcus Oyelaran',
      'Priya Raman',
      'Daniel Whitlock',
      'Sofia Castellanos',
      'Grace Holloway',
      'Tomas Beltran',
      'Nadia Ferris',
      'Owen Sandoval',
      'Lucia Prado',
      'Hannah Pryce',
      'Victor Amaro',
    ],
  },
  {
    team: 'Europe',
    regions: ['Europe', 'Europe', 'Europe', 'Middle East & Africa'],
    reps: [
      'Elena Marchetti',
      'Jonas Weber',
      'Camille Rousseau',
      'Oskar Nyberg',
      'Katarzyna Wrona',
      'Liam Gallagher',
      'Amira Haddad',
      'Pieter de Groot',
      'Ingrid Solberg',
      'Youssef Mansour',
    ],
  },
  {
    team: 'Asia Pacific',
    regions: ['Asia Pacific'],
    reps: ['Mei Takahashi', 'Arjun Malhotra', 'Chloe Nguyen', 'Ravi Iyer', 'Hye-jin Park', 'Lachlan Reid'],
  },
]

export const reps: Rep[] = teams.flatMap(({ team, regions: places, reps: names }) =>
  names.map((name, index) => {
    const draw = random('rep', name)
    return {
      externalId: `demo-r-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
      name,
      team,
      region: places[index % places.length] as string,
      // before the first of the deals
      hiredYearsAgo: draw.between(3.6, 9),
      skill: draw.between(0.82, 1.18),
      target: draw.between(0.55, 1.35),
    }
  }),
)

export const companyWords = {
  first:
    'Alder Amber Arbor Ardent Aspen Baltic Beacon Birch Bluefin Boreal Bright Cedar Cinder Clear Cobalt Copper Coral Crest Delta Dune Ember Fairway Falcon Fern Flint Forge Frost Gable Garnet Glade Granite Harbor Hazel Heron High Iron Ivory Juniper Kestrel Lark Laurel Lumen Maple Marble Meadow Mistral Moss North Oak Onyx Opal Orchard Osprey Pine Quartz Raven Reed Ridge River Rowan Sable Sage Sierra Slate Solstice Spruce Sterling Stone Tamarack Thistle Timber Topaz Vale Verdant Willow Winter Wren Zephyr'.split(
      ' ',
    ),
  second:
    'Analytics Bank Biotech Capital Clinics Components Construction Consulting Dairy Dental Dynamics Education Electric Energy Engineering Farms Foods Freight Freightways Furnishings Health Holdings Hotels Industries Insurance Interiors Labs Legal Lighting Logistics Machinery Media Mills Motors Optics Outfitters Packaging Pharma Plastics Press Properties Robotics Shipping Software Steel Studios Systems Textiles Tools Travel Utilities Ventures Water Works'.split(
      ' ',
    ),
}
export const industries = [
  'Manufacturing',
  'Financial services',
  'Health care',
  'Retail',
  'Logistics',
  'Education',
  'Media',
  'Energy',
  'Public sector',
  'Technology',
]
export const people = {
  first:
    'Adam Aisha Alice Amir Anna Ben Bianca Carlos Chen Clara David Dina Elif Emma Erik Fatima Felix Gabriel Greta Hana Henry Ines Ivan Jack Jana Joao Julia Karim Kate Leo Lena Li Louis Maria Mark Mina Nina Noah Nora Omar Paula Peter Rosa Sam Sara Simon Tara Theo Uma Vera Wei Yara Zoe'.split(
      ' ',
    ),
  last: 'Abbott Ahmed Andersen Bauer Becker Bennett Bianchi Brandt Bruno Cohen Costa Cruz Dahl Diaz Dubois Eriksen Evans Fischer Fontaine Fraser Garcia Grant Gupta Haas Hansen Hughes Ito Jensen Kaya Keller Khan Kim Klein Kovacs Larsen Lee Lopez Lund Mason Meyer Mora Moreau Murphy Novak Okafor Olsen Patel Perez Petrov Reyes Ricci Rossi Santos Sato Schmidt Silva Singh Sousa Tanaka Turner Varga Vogel Wagner Weiss Wong Young Zhang'.split(
    ' ',
  ),
}
