import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/helpers/shared-folder.ts',
    setupFiles: 'test/helpers/property-seed.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The built program is run as it is.
    server: { deps: { external: [/\/dist\//] } },
    // Modules are loaded once per worker: no test file changes what others see.
    isolate: false,
    // The tests wait for child processes more than they compute.
    maxWorkers: 2,
  },
});
