const PER_PAGE = 10;

const grouped = (posts, namesOf) => {
  const found = new Map();
  for (const post of posts) {
    for (const name of namesOf(post)) {
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(post);
    }
  }
  return found;
};

const pages = (kind, groups) =>
  [...groups].flatMap(([name, posts]) => {
    const base = `/${kind}/${name.replaceAll(" ", "-")}/`;
    const last = Math.ceil(posts.length / PER_PAGE);
    const address = (number) => (number === 1 ? base : `${base}page/${number}/`);
    return Array.from({ length: last }, (_, at) => ({
      name,
      address: address(at + 1),
      previous: at ? address(at) : "",
      next: at + 1 < last ? address(at + 2) : "",
      posts: posts.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
    }));
  });

module.exports = (config) => {
  const newest = (api) => api.getFilteredByGlob("posts/*.md").sort((a, b) => b.date - a.date);
  config.addCollection("newest", newest);
  config.addCollection("recent", (api) => newest(api).slice(0, 20));
  config.addCollection("lists", (api) => [
    ...pages("tags", grouped(newest(api), (post) => post.data.topics)),
    ...pages("categories", grouped(newest(api), (post) => [post.data.category])),
  ]);
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("dashed", (name) => name.replaceAll(" ", "-"));
  return { dir: { output: "_site" }, markdownTemplateEngine: false };
};
