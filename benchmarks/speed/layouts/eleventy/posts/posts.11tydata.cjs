module.exports = {
  layout: "post.njk",
  permalink: (data) => `/posts/${data.page.fileSlug}/`,
};
