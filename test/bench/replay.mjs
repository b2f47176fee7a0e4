// The reference for /show-sprint: sends given requests one after the other, as the bot does, reads each answer to its
// end and does nothing with it. Tells how long all of them took together.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

function post({ url, headers }, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.resume().once('end', resolve);
    });
    sent.once('error', reject).end(body);
  });
}

process.on('message', async ({ target, bodies }) => {
  const started = performance.now();
  try {
    for (const body of bodies) await post(target, body);
    process.send({ ms: performance.now() - started });
  } catch (error) {
    process.send({ problem: error.message });
  }
});
