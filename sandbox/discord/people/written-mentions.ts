import type { World } from '../world/world.ts';

/** Turns `@name`, `@role` and `#channel`, as a person types them, into mentions, as Discord's client does. */
export function withMentions(world: World, text: string): string {
  return text
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const user = world.userNamed(name);
      if (user) return `${before}<@${user.id}>`;
      const role = world.roleNamed(name);
      return role && role.id !== world.guild.id ? `${before}<@&${role.id}>` : whole;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const channel = world.channelNamed(name);
      return channel ? `${before}<#${channel.id}>` : whole;
    });
}
