/** Resolves as soon as the expectation holds; fails as it does when it has not held in time. */
export async function eventually(expectation: () => void | Promise<void>, withinMs = 2_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
