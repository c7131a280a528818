const samples = ['orders', 'customers', 'deals'] as const

/** Small files that go in as they are, to see how one may look. */
export const SampleFiles = () => (
  <p className="mt-3 text-sm text-muted">
    Sample files to look at or to try:{' '}
    {samples.map((name, i) => (
      <span key={name}>
        {i > 0 && ', '}
        <a
          className="text-accent-text underline underline-offset-2"
          href={`/samples/${name}.csv`}
          download={`sample-${name}.csv`}
        >
          {name}
        </a>
      </span>
    ))}
  </p>
)
