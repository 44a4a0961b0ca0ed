/* SPDX-License-Identifier: MIT */
/*
 * of.h - a machine without a device tree.
 */
#ifndef DOOR_LINUX_OF_H
#define DOOR_LINUX_OF_H

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/mod_devicetable.h>
#include <linux/property.h>

#define of_match_ptr(table)		NULL
#define of_match_node(matches, node)	((const struct of_device_id *)NULL)
#define for_each_child_of_node(parent, child)				\
	for ((child) = NULL; (child);)
#define for_each_available_child_of_node(parent, child)			\
	for ((child) = NULL; (child);)
#define for_each_matching_node(dn, matches)				\
	for ((dn) = NULL; (dn);)
#define of_node_to_fwnode(node)		((struct fwnode_handle *)NULL)
#define of_fwnode_handle(node)		((struct fwnode_handle *)NULL)
#define to_of_node(fwnode)		((struct device_node *)NULL)

static inline struct device_node *of_node_get(struct device_node *node)
{
	return node;
}

static inline void of_node_put(struct device_node *node)
{
}

static inline struct device_node *
of_find_node_by_name(struct device_node *from, const char *name)
{
	return NULL;
}

static inline struct device_node *of_find_node_by_path(const char *path)
{
	return NULL;
}

static inline struct device_node *
of_find_compatible_node(struct device_node *from, const char *type,
			const char *compatible)
{
	return NULL;
}

static inline struct device_node *
of_parse_phandle(const struct device_node *np, const char *name, int index)
{
	return NULL;
}

static inline struct device_node *
of_get_child_by_name(const struct device_node *np, const char *name)
{
	return NULL;
}

static inline bool of_device_is_available(const struct device_node *np)
{
	return false;
}

static inline bool of_device_is_compatible(const struct device_node *np,
					   const char *name)
{
	return false;
}

static inline const void *of_get_property(const struct device_node *np,
					  const char *name, int *lenp)
{
	return NULL;
}

static inline void *of_find_property(const struct device_node *np,
				     const char *name, int *lenp)
{
	return NULL;
}

static inline bool of_property_read_bool(const struct device_node *np,
					 const char *name)
{
	return false;
}

static inline int of_property_read_u8(const struct device_node *np,
				      const char *name, u8 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_u16(const struct device_node *np,
				       const char *name, u16 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_u32(const struct device_node *np,
				       const char *name, u32 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_s32(const struct device_node *np,
				       const char *name, s32 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_u64(const struct device_node *np,
				       const char *name, u64 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_u32_index(const struct device_node *np,
					     const char *name, u32 index,
					     u32 *out)
{
	return -ENOSYS;
}

static inline int of_property_read_u32_array(const struct device_node *np,
					     const char *name, u32 *out,
					     size_t n)
{
	return -ENOSYS;
}

static inline int of_property_read_string(const struct device_node *np,
					  const char *name, const char **out)
{
	return -ENOSYS;
}

static inline int of_property_count_strings(const struct device_node *np,
					    const char *name)
{
	return -ENOSYS;
}

static inline int of_alias_get_id(const struct device_node *np,
				  const char *stem)
{
	return -ENOSYS;
}

#endif
