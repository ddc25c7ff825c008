/** Golden runs: each story's inputs publish what its `expected/` holds (see `helpers/story.ts`). */
import { expect, it } from 'vitest';
import { compareStory, runStory, stories } from './helpers/story.js';

for (const story of stories()) {
  it(`${story.name}: ${story.about}`, async () => {
    const { code, stderr, published } = await runStory(story);
    expect(code, stderr).toBe(story.exit);
    const differences = compareStory(story, published);
    if (differences !== '') expect.fail(differences);
  });
}
