package gradus.data;

import gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// What may happen to a picture before it is learned from, so that no epoch shows the same picture twice.
///
/// Each example of each epoch draws its own distortion, evenly from the ranges below. Where the ink of a pixel comes from is found
/// for all of them together, so a picture is resampled once (bilinear, in floats, on raw pixels; beyond the border all is black):
///
/// `source = c + S(shear) R(rotate) (p − c − shift) / zoom + elastic(p)`, with c the centre of the picture
///
/// Elastic distortion is that of Simard, Steinkraus and Platt, *Best practices for convolutional neural networks applied to visual
/// document analysis* (2003): numbers drawn evenly from −1 to 1 for each pixel, across and down, smoothed by a Gaussian of
/// deviation σ and multiplied by α. Erasing is *cutout* (DeVries & Taylor 2017): a square around any pixel, over the border too.
///
/// @param shift  up to so many whole pixels each way, across and down
/// @param rotate up to so many degrees either way
/// @param zoom   larger or smaller by up to this share, from 0 to below 1
/// @param shear  slanted by up to so many degrees either way, below 90
/// @param alpha  scale of the elastic distortion, in pixels before smoothing; 0 for none
/// @param sigma  how smooth it is: the Gaussian's deviation, in pixels
/// @param flip   mirrored left and right, for half of the pictures
/// @param erase  side of a square, in pixels, each of which becomes the mean by which it is normalised, which is nothing to a network;
///               0 for none
public record Augmentation(int shift, double rotate, double zoom, double shear, double alpha, double sigma, boolean flip, int erase) {
    /// Pictures stay as they are.
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, false, 0);

    private static final String FORM = "shift:2,rotate:10,zoom:0.1,shear:5,elastic:34/4,flip,erase:8, or none";
    private static final int MOST = 1000;

    /// @throws IllegalArgumentException for a number out of its range
    public Augmentation {
        require("shift", shift, 0, MOST, "whole pixels from 0 to 1000");
        require("rotate", rotate, 0, 180, "degrees from 0 to 180");
        require("zoom", zoom, 0, Math.nextDown(1.0), "a share from 0 to below 1");
        require("shear", shear, 0, Math.nextDown(90.0), "degrees from 0 to below 90");
        require("elastic", alpha, 0, MOST, "α/σ with α from 0 to 1000");
        require("elastic", sigma, alpha > 0 ? 0.1 : 0, 100, "α/σ with σ from 0.1 to 100 pixels");
        require("erase", erase, 0, MOST, "whole pixels from 0 to 1000");
        // so that equal ones print alike: no -0, and no σ of nothing
        rotate += 0.0;
        zoom += 0.0;
        shear += 0.0;
        alpha += 0.0;
        if (alpha == 0) sigma = 0;
    }

    /// That something is left of such pictures.
    void requireFits(Shape picture) {
        int side = Math.min(picture.dim(0), picture.dim(1));
        if (shift >= side || erase >= side)
            throw new DataException((shift >= side ? "shift:" + shift + " leaves" : "erase:" + erase + " leaves")
                + " nothing of some pictures of " + picture.dim(0) + " × " + picture.dim(1) + ": at most " + (side - 1)
                + " pixels can go");
    }

    private static void require(String what, double x, double low, double high, String range) {
        if (!(x >= low && x <= high)) throw new IllegalArgumentException(what + " of an augmentation is " + range + ", not " + number(x));
    }

    /// The augmentation of this name, as it prints: `none`, or any of `shift:2,rotate:10,zoom:0.1,shear:5,elastic:34/4,flip,erase:8`,
    /// each at most once, in any order.
    ///
    /// @throws IllegalArgumentException for any other text; it says which part is wrong and what would be right
    public static Augmentation named(String name) {
        if (name.equals("none")) return NONE;
        var out = NONE;
        var seen = new ArrayList<String>();
        for (var part : name.split(",", -1)) {
            int colon = part.indexOf(':');
            var what = colon < 0 ? part : part.substring(0, colon);
            if (seen.contains(what)) throw new IllegalArgumentException("'" + what + "' stands twice in the augmentation '" + name + "'");
            seen.add(what);
            out = out.with(what, part, colon < 0 ? "" : part.substring(colon + 1));
        }
        return out;
    }

    private Augmentation with(String what, String part, String value) {
        return switch (what) {
            case "shift" -> new Augmentation(whole(part, value), rotate, zoom, shear, alpha, sigma, flip, erase);
            case "rotate" -> new Augmentation(shift, real(part, value), zoom, shear, alpha, sigma, flip, erase);
            case "zoom" -> new Augmentation(shift, rotate, real(part, value), shear, alpha, sigma, flip, erase);
            case "shear" -> new Augmentation(shift, rotate, zoom, real(part, value), alpha, sigma, flip, erase);
            case "elastic" -> {
                int slash = value.indexOf('/');
                if (slash < 0) throw wrong(part);
                yield new Augmentation(shift, rotate, zoom, shear, real(part, value.substring(0, slash)),
                    real(part, value.substring(slash + 1)), flip, erase);
            }
            case "flip" -> {
                if (!part.equals("flip")) throw wrong(part);
                yield new Augmentation(shift, rotate, zoom, shear, alpha, sigma, true, erase);
            }
            case "erase" -> new Augmentation(shift, rotate, zoom, shear, alpha, sigma, flip, whole(part, value));
            default -> throw wrong(part);
        };
    }

    private static double real(String part, String digits) {
        if (!digits.matches("[0-9.eE+-]+")) throw wrong(part);   // parseDouble takes more: 1f, NaN, spaces
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong(part).getMessage(), e);
        }
    }

    private static int whole(String part, String digits) {
        if (!digits.matches("\\d{1,6}")) throw wrong(part);
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException wrong(String part) {
        return new IllegalArgumentException("'" + part + "' is no augmentation: for example " + FORM);
    }

    /// Whether it changes nothing.
    public boolean isNone() { return equals(NONE); }

    /// As [#named] reads it.
    @Override public String toString() {
        List<String> parts = new ArrayList<>();
        if (shift > 0) parts.add("shift:" + shift);
        if (rotate > 0) parts.add("rotate:" + number(rotate));
        if (zoom > 0) parts.add("zoom:" + number(zoom));
        if (shear > 0) parts.add("shear:" + number(shear));
        if (alpha > 0) parts.add("elastic:" + number(alpha) + "/" + number(sigma));
        if (flip) parts.add("flip");
        if (erase > 0) parts.add("erase:" + erase);
        return parts.isEmpty() ? "none" : String.join(",", parts);
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e6 ? Long.toString((long) x) : Double.toString(x);
    }
}
