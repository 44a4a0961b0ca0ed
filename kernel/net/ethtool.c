/* SPDX-License-Identifier: MIT */
/*
 * ethtool.c - ioctl(SIOCETHTOOL): what programs ask drivers, see
 * octavo/ethtool.h.
 *
 * A request is a number and a structure that begins with it. Most are copied
 * in, handed to the driver, and copied out.
 */
#include <octavo/ethtool.h>
#include <octavo/rtnetlink.h>
#include <octavo/slab.h>
#include <octavo/uaccess.h>
#include "internal.h"

/* As many counters or names as one may ask for. */
#define MAX_ENTRIES	4096

u32 ethtool_op_get_link(struct net_device *dev)
{
	return netif_carrier_ok(dev) ? 1 : 0;
}

int ethtool_op_get_ts_info(struct net_device *dev, struct ethtool_ts_info *info)
{
	info->so_timestamping = SOF_TIMESTAMPING_TX_SOFTWARE |
				SOF_TIMESTAMPING_RX_SOFTWARE |
				SOF_TIMESTAMPING_SOFTWARE;
	info->phc_index = -1;
	return 0;
}

bool ethtool_convert_link_mode_to_legacy_u32(u32 *legacy,
					     const unsigned long *src)
{
	bool fits = !(src[0] >> 16 >> 16) || sizeof(long) == 4;

	*legacy = (u32)src[0];
	for (int i = 1; i < ETHTOOL_LINK_MASK_WORDS; i++)
		fits &= !src[i];
	return fits;
}

static int reply(void __user *to, const void *from, size_t size)
{
	return copy_to_user(to, from, size) ? -EFAULT : 0;
}

/* ---- one structure in, the same out ------------------------------------------- */

static int get_drvinfo(struct net_device *dev, void __user *to)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };

	if (!ops->get_drvinfo)
		return -EOPNOTSUPP;
	ops->get_drvinfo(dev, &info);
	if (ops->get_sset_count) {
		int n = ops->get_sset_count(dev, ETH_SS_STATS);

		info.n_stats = n > 0 ? (unsigned int)n : 0;
	}
	return reply(to, &info, sizeof(info));
}

static int get_value(struct net_device *dev, u32 cmd, void __user *to)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	struct ethtool_value val = { .cmd = cmd };

	if (cmd == ETHTOOL_GLINK && ops->get_link)
		val.data = ops->get_link(dev);
	else if (cmd == ETHTOOL_GMSGLVL && ops->get_msglevel)
		val.data = ops->get_msglevel(dev);
	else
		return -EOPNOTSUPP;
	return reply(to, &val, sizeof(val));
}

static int set_msglevel(struct net_device *dev, const void __user *from)
{
	struct ethtool_value val;

	if (!dev->ethtool_ops->set_msglevel)
		return -EOPNOTSUPP;
	if (copy_from_user(&val, from, sizeof(val)))
		return -EFAULT;
	dev->ethtool_ops->set_msglevel(dev, val.data);
	return 0;
}

static int ringparam(struct net_device *dev, u32 cmd, void __user *user)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	struct kernel_ethtool_ringparam more = { 0 };
	struct ethtool_ringparam ring = { .cmd = cmd };

	if (cmd == ETHTOOL_GRINGPARAM) {
		if (!ops->get_ringparam)
			return -EOPNOTSUPP;
		ops->get_ringparam(dev, &ring, &more, NULL);
		return reply(user, &ring, sizeof(ring));
	}
	if (!ops->set_ringparam)
		return -EOPNOTSUPP;
	if (copy_from_user(&ring, user, sizeof(ring)))
		return -EFAULT;
	return ops->set_ringparam(dev, &ring, &more, NULL);
}

static int coalesce(struct net_device *dev, u32 cmd, void __user *user)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	struct kernel_ethtool_coalesce more = { 0 };
	struct ethtool_coalesce c = { .cmd = cmd };
	int err;

	if (cmd == ETHTOOL_GCOALESCE) {
		if (!ops->get_coalesce)
			return -EOPNOTSUPP;
		err = ops->get_coalesce(dev, &c, &more, NULL);
		return err ? err : reply(user, &c, sizeof(c));
	}
	if (!ops->set_coalesce)
		return -EOPNOTSUPP;
	if (copy_from_user(&c, user, sizeof(c)))
		return -EFAULT;
	return ops->set_coalesce(dev, &c, &more, NULL);
}

static int pauseparam(struct net_device *dev, u32 cmd, void __user *user)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	struct ethtool_pauseparam pause = { .cmd = cmd };

	if (cmd == ETHTOOL_GPAUSEPARAM) {
		if (!ops->get_pauseparam)
			return -EOPNOTSUPP;
		ops->get_pauseparam(dev, &pause);
		return reply(user, &pause, sizeof(pause));
	}
	if (!ops->set_pauseparam)
		return -EOPNOTSUPP;
	if (copy_from_user(&pause, user, sizeof(pause)))
		return -EFAULT;
	return ops->set_pauseparam(dev, &pause);
}

static int get_ts_info(struct net_device *dev, void __user *to)
{
	struct ethtool_ts_info info = {
		.cmd = ETHTOOL_GET_TS_INFO, .phc_index = -1,
	};
	int err = 0;

	if (dev->ethtool_ops->get_ts_info)
		err = dev->ethtool_ops->get_ts_info(dev, &info);
	return err ? err : reply(to, &info, sizeof(info));
}

/* As of old: the first 32 link modes. */
static int get_settings(struct net_device *dev, void __user *to)
{
	struct ethtool_cmd cmd = { .cmd = ETHTOOL_GSET };
	struct ethtool_link_ksettings k = { 0 };
	int err;

	if (!dev->ethtool_ops->get_link_ksettings)
		return -EOPNOTSUPP;
	err = dev->ethtool_ops->get_link_ksettings(dev, &k);
	if (err)
		return err;
	ethtool_convert_link_mode_to_legacy_u32(&cmd.supported,
						k.link_modes.supported);
	ethtool_convert_link_mode_to_legacy_u32(&cmd.advertising,
						k.link_modes.advertising);
	cmd.speed = (u16)k.base.speed;
	cmd.speed_hi = (u16)(k.base.speed >> 16);
	cmd.duplex = k.base.duplex;
	cmd.port = k.base.port;
	cmd.phy_address = k.base.phy_address;
	cmd.autoneg = k.base.autoneg;
	return reply(to, &cmd, sizeof(cmd));
}

static int get_perm_addr(struct net_device *dev, void __user *to)
{
	struct ethtool_perm_addr req;
	char __user *data = (char __user *)to + sizeof(req);

	if (copy_from_user(&req, to, sizeof(req)))
		return -EFAULT;
	if (req.size < dev->addr_len)
		return -EINVAL;
	req.size = dev->addr_len;
	if (reply(to, &req, sizeof(req)))
		return -EFAULT;
	return reply(data, dev->perm_addr, dev->addr_len);
}

/* ---- lists -------------------------------------------------------------------------- */

static int count_of(struct net_device *dev, u32 set)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	int n = ops->get_sset_count ? ops->get_sset_count(dev, (int)set) :
				      -EOPNOTSUPP;

	return n > MAX_ENTRIES ? -EINVAL : n;
}

static int get_sset_info(struct net_device *dev, void __user *to)
{
	struct ethtool_sset_info info;
	u32 counts[64], found = 0;
	u64 mask = 0;

	if (copy_from_user(&info, to, sizeof(info)))
		return -EFAULT;
	for (u32 set = 0; set < 64; set++) {
		int n = info.sset_mask >> set & 1 ? count_of(dev, set) : 0;

		if (n <= 0)
			continue;
		mask |= 1ull << set;
		counts[found++] = (u32)n;
	}
	info.sset_mask = mask;
	if (reply(to, &info, sizeof(info)))
		return -EFAULT;
	return reply((char __user *)to + sizeof(info), counts,
		     found * sizeof(counts[0]));
}

static int get_strings(struct net_device *dev, void __user *to)
{
	struct ethtool_gstrings req;
	int n, err;
	u8 *data;

	if (copy_from_user(&req, to, sizeof(req)))
		return -EFAULT;
	n = count_of(dev, req.string_set);
	if (n < 0 || !dev->ethtool_ops->get_strings)
		return n < 0 ? n : -EOPNOTSUPP;
	data = kcalloc((size_t)n + 1, ETH_GSTRING_LEN, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	dev->ethtool_ops->get_strings(dev, req.string_set, data);
	req.len = (u32)n;
	err = reply(to, &req, sizeof(req));
	if (!err)
		err = reply((char __user *)to + sizeof(req), data,
			    (size_t)n * ETH_GSTRING_LEN);
	kfree(data);
	return err;
}

static int get_stats(struct net_device *dev, void __user *to)
{
	struct ethtool_stats req;
	int n = count_of(dev, ETH_SS_STATS), err;
	u64 *data;

	if (n < 0 || !dev->ethtool_ops->get_ethtool_stats)
		return n < 0 ? n : -EOPNOTSUPP;
	if (copy_from_user(&req, to, sizeof(req)))
		return -EFAULT;
	data = kcalloc((size_t)n + 1, sizeof(*data), GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	req.n_stats = (u32)n;
	dev->ethtool_ops->get_ethtool_stats(dev, &req, data);
	err = reply(to, &req, sizeof(req));
	if (!err)
		err = reply((char __user *)to + sizeof(req), data,
			    (size_t)n * sizeof(*data));
	kfree(data);
	return err;
}

/* ---- which ---------------------------------------------------------------------------- */

static int answer(struct net_device *dev, u32 cmd, void __user *user)
{
	switch (cmd) {
	case ETHTOOL_GDRVINFO:
		return get_drvinfo(dev, user);
	case ETHTOOL_GLINK:
	case ETHTOOL_GMSGLVL:
		return get_value(dev, cmd, user);
	case ETHTOOL_SMSGLVL:
		return set_msglevel(dev, user);
	case ETHTOOL_NWAY_RST:
		return dev->ethtool_ops->nway_reset ?
			       dev->ethtool_ops->nway_reset(dev) : -EOPNOTSUPP;
	case ETHTOOL_GRINGPARAM:
	case ETHTOOL_SRINGPARAM:
		return ringparam(dev, cmd, user);
	case ETHTOOL_GCOALESCE:
	case ETHTOOL_SCOALESCE:
		return coalesce(dev, cmd, user);
	case ETHTOOL_GPAUSEPARAM:
	case ETHTOOL_SPAUSEPARAM:
		return pauseparam(dev, cmd, user);
	case ETHTOOL_GET_TS_INFO:
		return get_ts_info(dev, user);
	case ETHTOOL_GSET:
		return get_settings(dev, user);
	case ETHTOOL_GPERMADDR:
		return get_perm_addr(dev, user);
	case ETHTOOL_GSSET_INFO:
		return get_sset_info(dev, user);
	case ETHTOOL_GSTRINGS:
		return get_strings(dev, user);
	case ETHTOOL_GSTATS:
		return get_stats(dev, user);
	default:
		return -EOPNOTSUPP;
	}
}

static bool changes(u32 cmd)
{
	return cmd == ETHTOOL_SMSGLVL || cmd == ETHTOOL_NWAY_RST ||
	       cmd == ETHTOOL_SRINGPARAM || cmd == ETHTOOL_SCOALESCE ||
	       cmd == ETHTOOL_SPAUSEPARAM;
}

int dev_ethtool(struct net_device *dev, void __user *useraddr)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;
	u32 cmd;
	int err = 0;

	if (copy_from_user(&cmd, useraddr, sizeof(cmd)))
		return -EFAULT;
	if (changes(cmd) && !capable())
		return -EPERM;
	if (!netif_device_present(dev))
		return -ENODEV;
	if (!ops)
		return -EOPNOTSUPP;
	if (ops->begin)
		err = ops->begin(dev);
	if (err < 0)
		return err;
	err = answer(dev, cmd, useraddr);
	if (ops->complete)
		ops->complete(dev);
	return err;
}
