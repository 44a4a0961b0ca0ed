/* SPDX-License-Identifier: MIT */
/*
 * property.c - software nodes and what they answer, see octavo/property.h.
 *
 *	dev->fwnode -> struct swnode -> properties, its own or the caller's
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/driver.h>
#include <octavo/property.h>
#include <octavo/string.h>
#include "init.h"

struct swnode {
	struct fwnode_handle fwnode;	/* first */
	const struct property_entry *properties;
	bool managed;			/* goes with the device */
	struct property_entry copy[];
};

static const struct property_entry *find(const struct fwnode_handle *fwnode,
					 const char *name)
{
	const struct swnode *node = (const struct swnode *)fwnode;
	const struct property_entry *p = node ? node->properties : NULL;

	for (; p && p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

bool fwnode_property_present(const struct fwnode_handle *fwnode,
			     const char *name)
{
	return find(fwnode, name) != NULL;
}

static const void *values(const struct property_entry *p)
{
	return p->is_inline ? (const void *)&p->value : p->pointer;
}

static unsigned int value_size(const struct property_entry *p)
{
	return p->type > DEV_PROP_U64 ? 0 : 1u << (p->type - DEV_PROP_U8);
}

/* 0, or why there is nothing to read. */
static int look(const struct fwnode_handle *fwnode, const char *name,
		const struct property_entry **found)
{
	if (IS_ERR_OR_NULL(fwnode))
		return -EINVAL;
	*found = find(fwnode, name);
	if (!*found)
		return -EINVAL;
	return (*found)->length ? 0 : -ENODATA;
}

int fwnode_property_read_int_array(const struct fwnode_handle *fwnode,
				   const char *name, unsigned int elem_size,
				   void *val, size_t nval)
{
	const struct property_entry *p;
	int err = look(fwnode, name, &p);

	if (err)
		return err;
	/* As a device tree's, a number has the size it was given. */
	if (value_size(p) != elem_size)
		return -EPROTO;
	if (!val)
		return (int)(p->length / elem_size);
	if (nval * elem_size > p->length)
		return -EOVERFLOW;
	memcpy(val, values(p), nval * elem_size);
	return 0;
}

int fwnode_property_read_string_array(const struct fwnode_handle *fwnode,
				      const char *name, const char **val,
				      size_t nval)
{
	const struct property_entry *p;
	int err = look(fwnode, name, &p);
	size_t nr;

	if (err)
		return err;
	if (p->type != DEV_PROP_STRING)
		return -EPROTO;
	nr = p->length / sizeof(*val);
	if (!val)
		return (int)nr;
	nr = min(nr, nval);
	memcpy(val, values(p), nr * sizeof(*val));
	return (int)nr;
}

/* ---- nodes ---------------------------------------------------------------------- */

void device_remove_software_node(struct device *dev)
{
	kfree(dev->fwnode);
	dev->fwnode = NULL;
}

void property_device_goes(struct device *dev)
{
	if (dev->fwnode && ((struct swnode *)dev->fwnode)->managed)
		device_remove_software_node(dev);
}

static size_t count(const struct property_entry *p)
{
	size_t nr = 0;

	while (p[nr].name)
		nr++;
	return nr;
}

static int add_node(struct device *dev, const struct property_entry *properties,
		    bool managed)
{
	const size_t nr = properties ? count(properties) : 0;
	struct swnode *node;

	if (dev->fwnode)
		return -EBUSY;
	node = kzalloc(sizeof(*node) + (nr + 1) * sizeof(node->copy[0]),
		       GFP_KERNEL);
	if (!node)
		return -ENOMEM;
	if (nr)
		memcpy(node->copy, properties, nr * sizeof(node->copy[0]));
	node->properties = node->copy;
	node->managed = managed;
	dev->fwnode = &node->fwnode;
	return 0;
}

int device_create_managed_software_node(struct device *dev,
					const struct property_entry *properties,
					const struct software_node *parent)
{
	return add_node(dev, properties, true);
}

int device_add_software_node(struct device *dev,
			     const struct software_node *node)
{
	return add_node(dev, node->properties, false);
}

/* ---- what fits ------------------------------------------------------------------- */

const struct of_device_id *of_match_device(const struct of_device_id *matches,
					   const struct device *dev)
{
	const char *names[8];
	int nr;

	if (!matches || !dev->fwnode)
		return NULL;
	nr = fwnode_property_read_string_array(dev->fwnode, "compatible", names,
					       ARRAY_SIZE(names));
	/* The first name is the most exact one. */
	for (int i = 0; i < nr; i++)
		for (const struct of_device_id *m = matches;
		     m->name[0] || m->type[0] || m->compatible[0]; m++)
			if (strcmp(m->compatible, names[i]) == 0)
				return m;
	return NULL;
}

const void *device_get_match_data(const struct device *dev)
{
	const struct of_device_id *m =
		dev->driver ? of_match_device(dev->driver->of_match_table, dev) :
			      NULL;

	return m ? m->data : NULL;
}
